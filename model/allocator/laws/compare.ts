import type { Verdict } from "../../verdict.ts";
import type { AllocatorState } from "../state.ts";
import type { Lists, Mobility } from "../vocabulary.ts";
import { ZONE_NAMES } from "./counters.ts";
import { checkFallback } from "./fallback.ts";
import { checkRestored } from "./restored.ts";
import { checkRetyped } from "./retyped.ts";
import type { Trial } from "./trial.ts";

/** Mobilities by their number in the handle table. */
const MOBILITIES: readonly Mobility[] = ["unmovable", "reclaimable", "movable"];

/** What one allocation, or one and its release, may do to the lists. Per-CPU lists would blur it. */
export function checkComparison(state: AllocatorState, after: Lists): Verdict | null {
  const { between, lastLists: before, shape } = state;
  if (before === null || between.kind === "nothing" || between.kind === "more" || shape.perCpu) return null;
  const { order, first } = between;
  const zone = ZONE_NAMES[state.zoneOf[first >>> shape.blockShift] as 0 | 1];
  const trial: Trial = { before, zone, order, first, own: MOBILITIES[between.mobility] as Mobility };
  if (between.kind === "released") return checkRestored(state, trial, after);
  // Atomic requests may take from HIGHATOMIC pageblocks and reserve new ones.
  if (shape.geometry.highatomic && between.atomic) return null;
  return checkFallback(state, trial) ?? checkRetyped(state, trial, after, between.handle);
}
