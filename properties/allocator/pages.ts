import { LINGERING, MOVED, PAGE, REFERENCE, RELEASED, TAKEN, UNKNOWN } from "../../model/allocator/handles.ts";
import { wasInRange } from "../../model/allocator/key.ts";
import { isAccessible } from "../../model/allocator/laws/content.ts";
import { isNobodys } from "../../model/allocator/laws/misrelease.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Mobility } from "../../model/allocator/vocabulary.ts";
import { cpu, handle, order, pfn } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import type { Proposers } from "./kinds.ts";
import { anyFrame, anyOf, freshHandle, someOf } from "./pick.ts";

const MOBILITIES: readonly Mobility[] = ["movable", "movable", "movable", "unmovable", "reclaimable"];
const WRONG = ["twice", "order", "tail"] as const;
const HOLDS = ["get", "pin", "longterm", "longterm"] as const;

/** Few processors do much, so that lists fill up. */
const anyCpu = (state: AllocatorState, dice: Dice) =>
  cpu(dice.below(Math.min(state.shape.cpus, dice.chance(1, 8) ? 64 : 3)));

/** Alternates with the number of handles: in hungry phases memory runs out, in the others it recovers. */
const isHungry = (state: AllocatorState): boolean => (state.handles.top & 128) !== 0;

/** Single frames, sizes next to a pageblock, and the largest. */
function anyOrder(state: AllocatorState, dice: Dice): number {
  const { pageblockOrder, maxOrder } = state.shape;
  if (isHungry(state) && dice.chance(1, 2)) return maxOrder;
  const draw = dice.below(16);
  if (draw < 8) return 0;
  if (draw < 11) return dice.below(maxOrder + 1);
  if (draw < 14) return Math.min(maxOrder, pageblockOrder - 1 + (draw - 11));
  return draw === 14 ? maxOrder : 1;
}

/** Proposals for pages: to take, give back, fill, read, hold, drop, drain, poison and look. */
export const pages: Pick<
  Proposers,
  "allocate" | "release" | "misrelease" | "write" | "read" | "hold" | "drop" | "drain" | "poison" | "observe"
> = {
  allocate(state, dice) {
    // Right after an observation of the lists, kernel memory is what shows most about fallback and pageblock types.
    const watched = state.lastLists !== null && dice.chance(1, 2);
    const mobility = watched ? "unmovable" : dice.pick(MOBILITIES);
    return {
      kind: "allocate",
      as: handle(freshHandle(state)),
      order: order(anyOrder(state, dice)),
      mobility,
      reach: mobility === "movable" && dice.chance(3, 4) ? "movable" : "normal",
      zero: dice.chance(1, 4),
      atomic: dice.chance(state.shape.geometry.highatomic ? 3 : 1, 8),
      cpu: anyCpu(state, dice),
    };
  },
  release(state, dice) {
    const what = lastGranted(state, dice) ?? anyOf(state.handles, PAGE, dice);
    return what < 0 ? null : { kind: "release", what: handle(what), cpu: anyCpu(state, dice) };
  },
  misrelease(state, dice) {
    const how = dice.pick(WRONG);
    const { handles } = state;
    const what =
      how === "twice"
        ? someOf(handles, RELEASED, dice, (page) => isNobodys(state, page))
        : someOf(handles, PAGE, dice, (page) => how === "order" || (handles.order[page] as number) > 0);
    return what < 0 ? null : { kind: "misrelease", what: handle(what), how };
  },
  write(state, dice) {
    const what = accessible(state, dice);
    return what < 0
      ? null
      : { kind: "write", what: handle(what), tag: dice.chance(1, 16) ? 2 ** 32 - 1 : 1 + dice.below(99) };
  },
  read(state, dice) {
    const what = telling(state, dice);
    return what < 0 ? null : { kind: "read", what: handle(what) };
  },
  hold(state, dice) {
    const { poison, tag } = state.handles;
    const isSound = (page: number) => poison[page] === 0;
    const isWritten = (page: number) => isSound(page) && (tag[page] as number) > 0;
    const written = dice.chance(1, 4) ? someOf(state.handles, PAGE, dice, isWritten) : -1;
    const what = written >= 0 ? written : someOf(state.handles, PAGE, dice, isSound);
    if (what < 0) return null;
    return { kind: "hold", as: handle(freshHandle(state)), what: handle(what), how: dice.pick(HOLDS) };
  },
  drop(state, dice) {
    const { handles } = state;
    const what = someOf(handles, REFERENCE, dice, (reference) => {
      const kind = handles.kind[handles.target[reference] as number];
      return kind === PAGE || kind === LINGERING;
    });
    return what < 0 ? null : { kind: "drop", what: handle(what), cpu: anyCpu(state, dice) };
  },
  drain: (state, dice) => ({ kind: "drain", cpu: anyCpu(state, dice) }),
  poison: (state, dice) => ({ kind: "poison", pfn: pfn(anyFrame(state, dice)) }),
  observe(state, dice) {
    const { frames } = state.shape;
    const due = state.between.kind !== "more" || dice.chance(3, 4);
    const lists = due && isWorthListing(frames, dice, 1);
    return { kind: "observe", what: lists ? "lists" : "counters" };
  },
};

/** The one page granted since the lists were observed: releasing it makes the next observation comparable. */
function lastGranted({ between, lastLists }: AllocatorState, dice: Dice): number | null {
  return lastLists !== null && between.kind === "granted" && dice.chance(1, 2) ? between.handle : null;
}

/** Frames of the largest guest whose lists are worth looking at in a random run. */
const MOST_LISTED = 8192;

/** Frames of a guest whose lists cost no more than other commands. */
const CHEAP = 64;

/** Frames whose lists may be looked at per command; larger guests are listed less often in proportion. */
const BUDGET = 4;

/** Whether to list a guest of this size now; `eager` times as often as usual. */
export const isWorthListing = (frames: number, dice: Dice, eager: number): boolean =>
  frames <= CHEAP || (frames <= MOST_LISTED && dice.chance(Math.min(frames, BUDGET * eager), frames));

/** A page whose content is known, so that reading it can tell something, best one that a migration could harm; else any. */
function telling(state: AllocatorState, dice: Dice): number {
  const isKnown = (page: number) => state.handles.tag[page] !== UNKNOWN && isAccessible(state, page);
  const risked = dice.chance(1, 2) ? someOf(state.handles, PAGE, dice, (page) => isRisked(state, page)) : -1;
  if (risked >= 0 && isKnown(risked)) return risked;
  const known = someOf(state.handles, PAGE, dice, isKnown);
  return known < 0 || dice.chance(1, 4) ? accessible(state, dice) : known;
}

/** Whether a page migrated, or stayed when others did. */
const isRisked = (state: AllocatorState, page: number): boolean =>
  ((state.handles.past[page] as number) & MOVED) !== 0 || wasInRange(state, page);

function accessible(state: AllocatorState, dice: Dice): number {
  const kind = dice.chance(1, 4) && anyOf(state.handles, TAKEN, dice) >= 0 ? TAKEN : PAGE;
  return someOf(state.handles, kind, dice, (page) => isAccessible(state, page));
}
