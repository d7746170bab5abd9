import { zoneOf } from "./frames.ts";
import { convert } from "./isolate.ts";
import { listOf } from "./lists.ts";
import type { Memory, Request } from "./memory.ts";
import { HIGHATOMIC, MOVABLE_ZONE, NONE, NORMAL, PARKED_TYPES, TYPES } from "./numbers.ts";

/**
 * After a high-order atomic success its pageblock is set aside, up to 1 % of the zone and one more
 * (reserve_highatomic_pageblock). Since 6.8 zones of which a pageblock is more than 1 % reserve none; not here, because
 * guests small enough to test well would never reserve anything.
 */
export function reserveHighatomic(m: Memory, pfn: number): void {
  const zone = zoneOf(m, pfn);
  const pageblock = pfn >>> m.pageblockOrder;
  const most = Math.floor((m.managed[zone] as number) / 100) + (1 << m.pageblockOrder);
  if ((m.reserved[zone] as number) >= most) return;
  if ((m.pageblockType[pageblock] as number) >= PARKED_TYPES) return;
  convert(m, pageblock, HIGHATOMIC);
}

/** Gives one reserved pageblock with free frames back to the type that is short; unless forced it keeps the last one
 * (unreserve_highatomic_pageblock). */
export function unreserveHighatomic(m: Memory, request: Request, force: boolean): boolean {
  for (let zone = MOVABLE_ZONE; zone >= NORMAL; zone--) {
    if (!m.steps.mayUseZone(m, zone, request)) continue;
    if (!force && (m.reserved[zone] as number) <= 1 << m.pageblockOrder) continue;
    const stocked = m.stocked[zone * TYPES + HIGHATOMIC] as number;
    if (stocked === 0) continue;
    const pfn = m.head[listOf(m, zone, 31 - Math.clz32(stocked & -stocked), HIGHATOMIC)] as number;
    if (pfn === NONE) continue;
    convert(m, pfn >>> m.pageblockOrder, request.type);
    return true;
  }
  return false;
}
