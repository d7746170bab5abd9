import { FAKE } from "../../model/allocator/handles.ts";
import { ABSENT, type AllocatorState, OFFLINE, ONLINE } from "../../model/allocator/state.ts";
import { block } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import type { Proposers } from "./kinds.ts";
import { anyOf, blockIn, STAGE, stageBlock, TRIES } from "./pick.ts";

/** A block to hotplug, or -1 while the hotplug lock is taken or nothing fits. */
const plugged = (state: AllocatorState, dice: Dice, wanted: number): number =>
  state.goingOffline >= 0 ? -1 : blockIn(state, dice, wanted);

/** The same, but more often a block that poison or PG_offline frames make different from others. */
function scarred(state: AllocatorState, dice: Dice, wanted: number): number {
  const { phase, shape, usedInBlock, handles } = state;
  if (state.goingOffline >= 0) return -1;
  const fake = wanted === ONLINE && dice.chance(1, 4) ? anyOf(handles, FAKE, dice) : -1;
  if (fake >= 0) return (handles.first[fake] as number) >>> shape.blockShift;
  for (let tries = state.poisoned > 0 ? TRIES : 0; tries > 0; tries--) {
    const at = stageBlock(state, dice.below(STAGE));
    if (phase[at] === wanted && (usedInBlock[at] as number) > 0) return at;
  }
  return blockIn(state, dice, wanted);
}

/** Proposals for memory blocks: add, online, the parts of offlining, remove, and the veto of a notifier. */
export const blocks: Pick<
  Proposers,
  "add" | "online" | "offline-begin" | "offline-step" | "offline-finish" | "offline-cancel" | "remove" | "veto"
> = {
  add(state, dice) {
    const at = plugged(state, dice, ABSENT);
    return at < 0 ? null : { kind: "add", block: block(at) };
  },
  online(state, dice) {
    const at = scarred(state, dice, OFFLINE);
    return at < 0 ? null : { kind: "online", block: block(at), zone: dice.chance(3, 4) ? "movable" : "normal" };
  },
  "offline-begin"(state, dice) {
    const at = scarred(state, dice, ONLINE);
    return at < 0 ? null : { kind: "offline-begin", block: block(at) };
  },
  "offline-step": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-step", block: block(state.goingOffline) },
  "offline-finish": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-finish", block: block(state.goingOffline) },
  "offline-cancel": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-cancel", block: block(state.goingOffline) },
  remove(state, dice) {
    const at = scarred(state, dice, OFFLINE);
    return at < 0 ? null : { kind: "remove", block: block(at) };
  },
  veto: (_state, dice) => ({ kind: "veto", next: dice.chance(1, 2) ? "online" : "offline" }),
};
