import type { GuestState } from "../../model/guest/state.ts";
import type { Misfortune } from "../../model/guest/vocabulary.ts";
import type { Dice } from "../composer.ts";
import type { Ask, Proposers } from "./kinds.ts";
import { anyBytes } from "./sizes.ts";

const MISFORTUNES: readonly Misfortune[] = ["veto", "enqueue", "add"];

/** More micro-steps than any guest of a generated run needs. */
export const PLENTY = 2 ** 20;

/** Settles with all the steps there may be need of, or gives up on the way in one draw of eight. */
export const settling = (dice: Dice): Ask<"settle"> => ({
  kind: "settle",
  within: dice.chance(1, 8) ? dice.below(24) : PLENTY,
});

/** Mostly a step or two, so that everybody else comes between; sometimes enough for a whole partition. */
export const running = (state: GuestState, dice: Dice): Ask<"run"> => {
  const draw = dice.below(8);
  if (draw < 5) return { kind: "run", steps: 1 + dice.below(3) };
  if (draw < 7) return { kind: "run", steps: 4 + dice.below(12) };
  return { kind: "run", steps: 4 * (1 + state.geometry.partitionBlocks) };
};

const always =
  <A extends Ask>(ask: A) =>
  (): A =>
    ask;

/** Proposals for the host, for the guest's workers and for looking. */
export const host: Pick<
  Proposers,
  | "resize"
  | "system-reset"
  | "restore"
  | "migration-start"
  | "migration-end"
  | "busy"
  | "host-memory"
  | "obstruct"
  | "run"
  | "settle"
  | "observe"
> = {
  resize: (state, dice) => ({ kind: "resize", bytes: anyBytes(state, dice) }),
  "system-reset": always({ kind: "system-reset" }),
  restore: always({ kind: "restore" }),
  "migration-start": ({ hotplug }) => (hotplug.migrating ? null : { kind: "migration-start" }),
  "migration-end": ({ hotplug }) => (hotplug.migrating ? { kind: "migration-end" } : null),
  busy: (_state, dice) => ({ kind: "busy", requests: dice.below(4) }),
  "host-memory": ({ hotplug }, dice) => ({
    kind: "host-memory",
    short: dice.chance(1, 8) ? hotplug.hostShort : !hotplug.hostShort,
  }),
  obstruct: (_state, dice) => ({ kind: "obstruct", what: dice.pick(MISFORTUNES), times: dice.below(4) }),
  run: running,
  settle: (_state, dice) => settling(dice),
  observe: always({ kind: "observe" }),
};
