import { TAKEN } from "../../model/allocator/handles.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command } from "../../model/contract.ts";
import { handle } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import { isWorthListing, pages } from "./pages.ts";

/** How much more often than elsewhere lists are looked at where isolation just ended: what it left shows only then. */
const EAGER = 16;
const CURIOUS = 2;

const LISTS = { kind: "observe", what: "lists" } as const;

/**
 * Rules that compare two observations of the lists need exactly one allocation, or one allocation and its release, between
 * them. Kinds drawn one by one hardly ever line up like that, so what an observation began is often completed.
 */
export function sequel(state: AllocatorState, dice: Dice): Command<Allocator> | null {
  const { between, given, lastLists, shape } = state;
  const fresh = given !== null && lastLists === null;
  if (fresh && isWorthListing(shape.frames, dice, given.rolledBack ? EAGER : CURIOUS)) return LISTS;
  const range = given === null || given.rolledBack || dice.chance(3, 4) ? -1 : takenAt(state, given.first);
  if (range >= 0) return { kind: "read", what: handle(range) };
  if (lastLists === null || shape.perCpu) return null;
  switch (between.kind) {
    case "nothing":
      return dice.chance(1, 2) ? pages.allocate(state, dice) : null;
    case "granted":
      if (dice.chance(1, 4)) return null;
      return dice.chance(1, 2) ? LISTS : releaseOf(between.handle, state, dice);
    case "released":
      return dice.chance(3, 4) ? LISTS : null;
    case "more":
      return null;
  }
}

/** The range just taken, if that is what ended the isolation: what its frames hold shows best now. */
function takenAt({ handles, shape }: AllocatorState, pageblock: number): number {
  const taken = handles.rosters[TAKEN];
  const last = taken === undefined || taken.count === 0 ? -1 : (taken.items[taken.count - 1] as number);
  return last >= 0 && handles.first[last] === pageblock * shape.pageblockFrames && handles.poison[last] === 0
    ? last
    : -1;
}

const releaseOf = (page: number, state: AllocatorState, dice: Dice): Command<Allocator> | null => {
  const proposal = pages.release(state, dice);
  return proposal === null ? null : { ...proposal, what: handle(page) };
};
