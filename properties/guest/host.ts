import { totalBlocks } from "../../model/geometry.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Misfortune } from "../../model/guest/vocabulary.ts";
import type { Dice } from "../composer.ts";
import type { Ask, Proposers } from "./kinds.ts";
import { isQuiet } from "./pick.ts";
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

/** Memory blocks of the largest guest that is observed as often as others. */
const OBSERVED = 4;

/** A look at everything; at large guests in proportion more rarely, for every block and frame is counted. */
export const looking = ({ geometry }: GuestState, dice: Dice): Ask<"observe"> | null =>
  dice.chance(OBSERVED, Math.max(OBSERVED, totalBlocks(geometry))) ? { kind: "observe" } : null;

/** Whether to change sizes, or to unplug all by a reset, now: the more rarely the more blocks a change takes, so that what happens in memory gets its share. */
export const isDue = ({ geometry: { partitionBlocks } }: GuestState, dice: Dice): boolean =>
  dice.chance(2, Math.max(2, partitionBlocks));

/** Workers that have nothing to do are mostly left alone. */
const isIdle = (state: GuestState, dice: Dice): boolean => isQuiet(state) && !dice.chance(1, 4);

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
  resize: (state, dice) => (isDue(state, dice) ? { kind: "resize", bytes: anyBytes(state, dice) } : null),
  "system-reset": (state, dice) => (isDue(state, dice) ? { kind: "system-reset" } : null),
  restore: always({ kind: "restore" }),
  "migration-start": ({ hotplug }) => (hotplug.migrating ? null : { kind: "migration-start" }),
  "migration-end": ({ hotplug }) => (hotplug.migrating ? { kind: "migration-end" } : null),
  busy: (_state, dice) => ({ kind: "busy", requests: dice.below(4) }),
  "host-memory": ({ hotplug }, dice) => ({ kind: "host-memory", short: !hotplug.hostShort && dice.chance(1, 6) }),
  obstruct: (_state, dice) => ({ kind: "obstruct", what: dice.pick(MISFORTUNES), times: dice.below(4) }),
  run: (state, dice) => (isIdle(state, dice) ? null : running(state, dice)),
  settle: (state, dice) => (isIdle(state, dice) ? null : settling(dice)),
  observe: looking,
};
