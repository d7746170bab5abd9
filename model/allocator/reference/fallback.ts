import { eachHead, nodeFor, nodeOf, zoneOf } from "./frames.ts";
import { listOf, pushFree, removeFree } from "./lists.ts";
import type { Memory } from "./memory.ts";
import { FREE, HIGHATOMIC, kindOf, MOVABLE, NONE, orderOf, PAGE, RECLAIMABLE, TYPES, UNMOVABLE } from "./numbers.ts";

/** Which types lend to which, in this order (the `fallbacks` table). CMA, HIGHATOMIC and ISOLATE never lend. */
export const fallbacks: readonly (readonly [number, number])[] = [
  [RECLAIMABLE, MOVABLE],
  [RECLAIMABLE, UNMOVABLE],
  [UNMOVABLE, MOVABLE],
];

/** The type that lends a block of exactly this order, or {@link NONE} (find_suitable_fallback). */
export function findFallback(m: Memory, zone: number, order: number, type: number): number {
  for (const lender of fallbacks[type] as readonly number[]) {
    if (((m.stocked[zone * TYPES + lender] as number) & (1 << order)) !== 0) return lender;
  }
  return NONE;
}

/** Whether the whole pageblock may change hands (can_steal_fallback); mobility grouping is always on here. */
export const canSteal = (m: Memory, order: number, type: number): boolean =>
  order >= m.pageblockOrder >>> 1 || type === UNMOVABLE || type === RECLAIMABLE;

/** Whether enough of a pageblock is free or alike to give it the new type. */
export const worthClaiming = (m: Memory, free: number, alike: number): boolean =>
  2 * (free + alike) >= 1 << m.pageblockOrder;

/**
 * Takes from another type: the largest block first; but a movable request that cannot have the pageblock takes the
 * smallest, so as to spoil little (__rmqueue_fallback). ALLOC_NOFRAGMENT needs a zone below NORMAL and never applies.
 */
export function fallback(m: Memory, zone: number, order: number, type: number): number {
  const { steps } = m;
  let current = m.maxOrder;
  let lender: number = NONE;
  for (; current >= order; current--) {
    lender = steps.findFallback(m, zone, current, type);
    if (lender !== NONE) break;
  }
  if (lender === NONE) return NONE;
  const whole = steps.canSteal(m, current, type);
  if (!whole && type === MOVABLE && current > order) {
    lender = NONE;
    for (current = order; lender === NONE; current++) lender = steps.findFallback(m, zone, current, type);
    current--;
  }
  const pfn = m.head[listOf(m, zone, current, lender)] as number;
  if (m.hygienic) return steps.claimOrTake(m, pfn, order, type, whole);
  steps.stealMoving(m, pfn, type, whole);
  return steps.rmqueueSmallest(m, zone, order, type);
}

/** Free frames of a pageblock, and pages in it that are certainly movable. */
function census(m: Memory, pageblock: number): { free: number; movable: number } {
  const first = pageblock << m.pageblockOrder;
  const count = { free: 0, movable: 0 };
  eachHead(m, first, first + (1 << m.pageblockOrder), (pfn, mark) => {
    const frames = Math.min(1 << orderOf(mark), 1 << m.pageblockOrder);
    if (kindOf(mark) === FREE) count.free += frames;
    if (kindOf(mark) === PAGE && m.pages[m.next[nodeOf(m, pfn, orderOf(mark))] as number]?.movable === true) {
      count.movable += frames;
    }
    return true;
  });
  return count;
}

function alikePages(m: Memory, old: number, type: number, free: number, movable: number): number {
  if (type === MOVABLE) return movable;
  return old === MOVABLE ? (1 << m.pageblockOrder) - free - movable : 0;
}

/** Kernel 6.1: free pages change lists, whether or not their pageblock changes its type (steal_suitable_fallback). */
export function stealMoving(m: Memory, pfn: number, type: number, whole: boolean): void {
  const order = orderOfFree(m, pfn);
  const pageblock = pfn >>> m.pageblockOrder;
  const old = m.pageblockType[pageblock] as number;
  if (old !== HIGHATOMIC && order >= m.pageblockOrder) m.steps.retype(m, pfn, order, type);
  if (old === HIGHATOMIC || order >= m.pageblockOrder || !whole) {
    removeFree(m, pfn, order);
    pushFree(m, pfn, order, type, true);
    return;
  }
  const { free, movable } = census(m, pageblock);
  m.steps.moveFree(m, pageblock, type);
  if (m.steps.worthClaiming(m, free, alikePages(m, old, type, free, movable))) m.pageblockType[pageblock] = type;
}

/** Kernel 6.12: either the pageblock becomes ours and its free pages with it, or one page is taken and the rest stays. */
export function claimOrTake(m: Memory, pfn: number, order: number, type: number, whole: boolean): number {
  const { steps } = m;
  const zone = zoneOf(m, pfn);
  const found = orderOfFree(m, pfn);
  const pageblock = pfn >>> m.pageblockOrder;
  const old = m.pageblockType[pageblock] as number;
  if (old !== HIGHATOMIC && found >= m.pageblockOrder) {
    steps.retype(m, pfn, found, type);
    removeFree(m, pfn, found);
    pushFree(m, pfn, found, type, false);
    return takeOne(m, zone, pfn, order, found);
  }
  if (old !== HIGHATOMIC && whole) {
    const { free, movable } = census(m, pageblock);
    if (steps.worthClaiming(m, free, alikePages(m, old, type, free, movable))) {
      steps.moveFree(m, pageblock, type);
      m.pageblockType[pageblock] = type;
      return steps.rmqueueSmallest(m, zone, order, type);
    }
  }
  return takeOne(m, zone, pfn, order, found);
}

/** Takes exactly this buddy; what is left of it stays on lists of its own type (page_del_and_expand). */
function takeOne(m: Memory, zone: number, pfn: number, order: number, found: number): number {
  const type = removeFree(m, pfn, found);
  if (found > order) m.steps.expand(m, pfn, order, found, type);
  m.steps.account(m, zone, type, -(1 << order));
  const node = nodeFor(m, pfn, order);
  m.type[node] = type;
  return pfn;
}

/** Order of a free head. */
function orderOfFree(m: Memory, pfn: number): number {
  let order = 0;
  eachHead(m, pfn, pfn + 1, (_, mark) => {
    order = orderOf(mark);
    return true;
  });
  return order;
}
