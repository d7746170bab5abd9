import { nodeFor } from "./frames.ts";
import { listOf, pushFree, removeFree } from "./lists.ts";
import type { Memory, Request } from "./memory.ts";
import { CMA, HIGHATOMIC, MOVABLE, NONE, TYPES } from "./numbers.ts";

/** The first buddy of the smallest sufficient order on the lists of exactly this type (__rmqueue_smallest). */
export function rmqueueSmallest(m: Memory, zone: number, order: number, type: number): number {
  const larger = (m.stocked[zone * TYPES + type] as number) >>> order;
  if (larger === 0) return NONE;
  const found = order + 31 - Math.clz32(larger & -larger);
  const pfn = m.head[listOf(m, zone, found, type)] as number;
  removeFree(m, pfn, found);
  if (found > order) m.steps.expand(m, pfn, order, found, type);
  m.steps.account(m, zone, type, -(1 << order));
  const node = nodeFor(m, pfn, order);
  m.type[node] = type;
  return pfn;
}

/** Halves a block until it has the wanted order; keeps the lower halves (mm/page_alloc.c expand). */
export function expand(m: Memory, pfn: number, low: number, high: number, type: number): void {
  for (let order = high - 1; order >= low; order--) pushFree(m, pfn + (1 << order), order, type, false);
}

/** Own lists, then CMA for movable requests, then other types (__rmqueue). */
export function rmqueue(m: Memory, zone: number, order: number, type: number): number {
  const { steps } = m;
  const mayCma = type === MOVABLE && m.geometry.cma !== null;
  if (mayCma && (m.freeCma[zone] as number) > (m.free[zone] as number) / 2) {
    const balanced = steps.rmqueueSmallest(m, zone, order, CMA);
    if (balanced !== NONE) return balanced;
  }
  const own = steps.rmqueueSmallest(m, zone, order, type);
  if (own !== NONE) return own;
  if (mayCma) {
    const lent = steps.rmqueueSmallest(m, zone, order, CMA);
    if (lent !== NONE) return lent;
  }
  return steps.fallback(m, zone, order, type);
}

/** A page of one zone, through the per-CPU lists where they are in use (mm/page_alloc.c rmqueue). */
export function rmqueueZone(m: Memory, zone: number, request: Request): number {
  const { steps } = m;
  const { order, type } = request;
  if (m.geometry.perCpuLists !== null) {
    const parked = steps.unpark(m, zone, request);
    if (parked !== NONE) return parked;
  }
  const reserve = request.atomic && m.geometry.highatomic;
  if (reserve && order > 0) {
    const reserved = steps.rmqueueSmallest(m, zone, order, HIGHATOMIC);
    if (reserved !== NONE) return reserved;
  }
  const pfn = steps.rmqueue(m, zone, order, type);
  // Single frames may come from the reserve since 6.12; larger ones were looked for there first.
  if (pfn !== NONE || !reserve || !m.hygienic) return pfn;
  return steps.rmqueueSmallest(m, zone, order, HIGHATOMIC);
}
