import { LEGAL, type Verdict } from "../../verdict.ts";
import { markTouchedEverywhere } from "../isolation.ts";
import type { AllocatorState } from "../state.ts";
import type { Move } from "../vocabulary.ts";
import { disturb, unseen } from "./law.ts";
import { checkMove, movesOut, takeMove } from "./moves.ts";

/** Judges and performs the moves of one migration step one by one: each sees what the ones before it left. */
export function judgeMoves(state: AllocatorState, moved: readonly Move[], first: number, end: number): Verdict {
  disturb(state);
  for (const move of moved) {
    const fault = checkMove(state, move, first, end);
    if (fault !== null) return fault;
    takeMove(state, move);
  }
  if (moved.length > 0) markTouchedEverywhere(state);
  markStepped(state, first, end);
  return LEGAL;
}

/** Pages that are still there were in range of a migration and must be unharmed by it. */
function markStepped(state: AllocatorState, first: number, end: number): void {
  const { shape, steppedAt } = state;
  const last = end >>> shape.pageblockOrder;
  const clock = ++state.clock;
  for (let at = first >>> shape.pageblockOrder; at < last; at++) {
    const clocks = steppedAt[at >>> 10] ?? new Float64Array(Math.min(1024, shape.pageblocks));
    steppedAt[at >>> 10] = clocks;
    clocks[at & 1023] = clock;
  }
}

/** Every sequence of up to `most` legal moves out of the span. */
export function* moveSequences(
  state: AllocatorState,
  first: number,
  end: number,
  most: number,
): Iterable<readonly Move[]> {
  yield [];
  if (most === 0) return;
  for (const move of movesOut(state, first, end)) {
    if (unseen(state, () => checkMove(state, move, first, end) ?? LEGAL).kind !== "legal") continue;
    const later = state.fork();
    takeMove(later, move);
    for (const rest of moveSequences(later, first, end, most - 1)) yield [move, ...rest];
  }
}
