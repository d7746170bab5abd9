import { ABSENT, type AllocatorState, OFFLINE, ONLINE } from "../../model/allocator/state.ts";
import { block } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import type { Proposers } from "./kinds.ts";
import { blockIn } from "./pick.ts";

/** A block to hotplug, or -1 while the hotplug lock is taken or nothing fits. */
const plugged = (state: AllocatorState, dice: Dice, wanted: number): number =>
  state.goingOffline >= 0 ? -1 : blockIn(state, dice, wanted);

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
    const at = plugged(state, dice, OFFLINE);
    return at < 0 ? null : { kind: "online", block: block(at), zone: dice.chance(3, 4) ? "movable" : "normal" };
  },
  "offline-begin"(state, dice) {
    const at = plugged(state, dice, ONLINE);
    return at < 0 ? null : { kind: "offline-begin", block: block(at) };
  },
  "offline-step": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-step", block: block(state.goingOffline) },
  "offline-finish": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-finish", block: block(state.goingOffline) },
  "offline-cancel": (state) =>
    state.goingOffline < 0 ? null : { kind: "offline-cancel", block: block(state.goingOffline) },
  remove(state, dice) {
    const at = plugged(state, dice, OFFLINE);
    return at < 0 ? null : { kind: "remove", block: block(at) };
  },
  veto: (_state, dice) => ({ kind: "veto", next: dice.chance(1, 2) ? "online" : "offline" }),
};
