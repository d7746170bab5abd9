import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, MOVABLE_ZONE, NORMAL_ZONE } from "../state.ts";
import type { Allocator } from "../vocabulary.ts";

/**
 * Frames beyond which a request may not reach: the min mark, which atomic requests undercut by a half and then a quarter,
 * plus the reserve for those that could have gone to a populated movable zone (mm/page_alloc.c __zone_watermark_ok).
 */
function markFor(state: AllocatorState, atomic: boolean, reachesMovable: boolean, zone: number): number {
  const marks = state.shape.geometry.watermarks;
  if (marks === null) return 0;
  let mark: number = marks.min;
  if (atomic) {
    mark -= Math.floor(mark / 2);
    mark -= Math.floor(mark / 4);
  }
  const reserved = zone === NORMAL_ZONE && reachesMovable && (state.zones.managed[MOVABLE_ZONE] as number) > 0;
  return reserved ? mark + marks.lowmemReserve : mark;
}

/** Only where the zone's free count is certain: without per-CPU lists. */
export function checkWatermark(
  state: AllocatorState,
  ask: Allocator["allocate"]["ask"],
  first: number,
): Verdict | null {
  const { shape, zones } = state;
  if (shape.geometry.watermarks === null || shape.perCpu) return null;
  if (!weighs(state.docket, rules["allocate/watermark"])) return null;
  const zone = state.zoneOf[first >>> shape.blockShift] as number;
  const barred = zone === NORMAL_ZONE && ask.mobility !== "movable" ? state.freeCma : 0;
  const usable = (zones.free[zone] as number) - (2 ** ask.order - 1) - barred;
  const mark = markFor(state, ask.atomic, ask.reach === "movable", zone);
  if (usable > mark) return null;
  return illegal(
    rules["allocate/watermark"],
    `the zone had ${zones.free[zone]} free frames, ${usable} usable for order ${ask.order}, and its mark is ${mark}`,
  );
}
