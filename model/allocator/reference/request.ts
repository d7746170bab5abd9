import type { Memory, Request } from "./memory.ts";
import { CMA, HIGHATOMIC, MOVABLE, MOVABLE_ZONE, NONE, NORMAL, PARKED_TYPES, TYPES } from "./numbers.ts";
import { drainZone } from "./percpu.ts";

/** The zonelist: populated zones not above the request's highest (gfp_zone, populated_zone). */
export const mayUseZone = (m: Memory, zone: number, request: Request): boolean =>
  zone <= request.reach && (m.present[zone] as number) > 0;

/** Whether the zone keeps its reserves when it serves this request (__zone_watermark_ok, at the min mark). Signed throughout. */
export function watermarkOk(m: Memory, zone: number, request: Request): boolean {
  const marks = m.geometry.watermarks;
  if (marks === null) return true;
  const { order, type, atomic } = request;
  let usable = (m.free[zone] as number) - ((1 << order) - 1);
  if (!atomic) usable -= m.reserved[zone] as number;
  if (type !== MOVABLE) usable -= m.freeCma[zone] as number;
  let least: number = marks.min;
  if (atomic) {
    least -= Math.floor(least / 2);
    least -= Math.floor(least / 4);
  }
  const couldGoHigher = zone === NORMAL && request.reach === MOVABLE_ZONE && (m.managed[MOVABLE_ZONE] as number) > 0;
  const kept = couldGoHigher ? marks.lowmemReserve : 0;
  if (usable <= least + kept) return false;
  return order === 0 || hasBlock(m, zone, request);
}

/** Whether some list the request may use holds a block large enough. */
function hasBlock(m: Memory, zone: number, { order, type, atomic }: Request): boolean {
  let stocked = 0;
  for (let lender = 0; lender < PARKED_TYPES; lender++) stocked |= m.stocked[zone * TYPES + lender] as number;
  if (type === MOVABLE) stocked |= m.stocked[zone * TYPES + CMA] as number;
  if (atomic) stocked |= m.stocked[zone * TYPES + HIGHATOMIC] as number;
  return stocked >>> order !== 0;
}

/** One pass over the zonelist, highest zone first (get_page_from_freelist). There is one mark, so the fast path is the slow one. */
export function getPage(m: Memory, request: Request): number {
  const { steps } = m;
  for (let zone = MOVABLE_ZONE; zone >= NORMAL; zone--) {
    if (!steps.mayUseZone(m, zone, request) || !steps.watermarkOk(m, zone, request)) continue;
    const pfn = steps.rmqueueZone(m, zone, request);
    if (pfn === NONE) continue;
    if (request.atomic && request.order > 0 && m.geometry.highatomic) steps.reserveHighatomic(m, pfn);
    return pfn;
  }
  return NONE;
}

/**
 * The allocation with its second chances: a request that may wait drains the per-CPU lists and takes back HIGHATOMIC
 * pageblocks, in the end all of them, before memory counts as exhausted (__alloc_pages_slowpath).
 */
export function allocatePage(m: Memory, request: Request): number {
  const { steps } = m;
  const first = steps.getPage(m, request);
  if (first !== NONE || request.atomic) return first;
  if (m.geometry.perCpuLists === null && !m.geometry.highatomic) return NONE;
  if (m.geometry.highatomic) steps.unreserveHighatomic(m, request, false);
  for (let zone = NORMAL; zone <= MOVABLE_ZONE; zone++) drainZone(m, zone);
  let pfn = steps.getPage(m, request);
  while (pfn === NONE && m.geometry.highatomic && steps.unreserveHighatomic(m, request, true))
    pfn = steps.getPage(m, request);
  return pfn;
}
