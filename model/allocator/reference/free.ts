import { anySick, clearMark, nodeFor, nodeOf, setMark, setPage, zoneOf } from "./frames.ts";
import { pushFree, removeFree } from "./lists.ts";
import type { Memory, Page } from "./memory.ts";
import { CMA, FREE, ISOLATE, markOf, PARKED_TYPES, POISONED } from "./numbers.ts";
import { settleTag } from "./pages.ts";

/** NR_FREE_PAGES leaves out what lies in isolated pageblocks (__mod_zone_freepage_state and its callers). */
export function account(m: Memory, zone: number, type: number, frames: number): void {
  if (type === ISOLATE) return;
  m.free[zone] = (m.free[zone] as number) + frames;
  if (type === CMA) m.freeCma[zone] = (m.freeCma[zone] as number) + frames;
}

/** The type that counts when a frame is freed is its pageblock's at that moment. */
export const typeOfFreed = (m: Memory, pfn: number): number => m.pageblockType[pfn >>> m.pageblockOrder] as number;

/** Whether free buddies from pageblocks of two types may become one; asked from pageblock order on (migratetype_is_mergeable). */
export const mayMerge = (_: Memory, mine: number, theirs: number): boolean =>
  mine === theirs || (mine < PARKED_TYPES && theirs < PARKED_TYPES);

/** Whether the buddy one order up is free, so that this one had better not be handed out soon (buddy_merge_likely). */
export function mergesSoon(m: Memory, pfn: number, order: number): boolean {
  if (order >= m.maxOrder - 1) return false;
  const upper = (pfn & ~(1 << order)) ^ (2 << order);
  return m.mark[nodeOf(m, upper, order + 1)] === markOf(FREE, order + 1);
}

/** Frees one naturally aligned block of one type and merges it as far as possible (mm/page_alloc.c __free_one_page). */
export function freeOne(m: Memory, pfn: number, order: number, type: number, tail: boolean): void {
  m.steps.account(m, zoneOf(m, pfn), type, 1 << order);
  let first = pfn;
  let reached = order;
  if (order < m.maxOrder) {
    // Whatever may be its buddy at some order has a node as soon as this block has one.
    nodeFor(m, pfn, order);
    for (; reached < m.maxOrder; reached++) {
      const buddy = first ^ (1 << reached);
      if (m.mark[nodeOf(m, buddy, reached)] !== markOf(FREE, reached)) break;
      if (reached >= m.pageblockOrder && !joins(m, buddy, reached, type)) break;
      removeFree(m, buddy, reached);
      first &= buddy;
    }
  }
  pushFree(m, first, reached, type, tail || m.steps.mergesSoon(m, first, reached));
}

function joins(m: Memory, buddy: number, order: number, type: number): boolean {
  const theirs = m.pageblockType[buddy >>> m.pageblockOrder] as number;
  if (!m.steps.mayMerge(m, type, theirs)) return false;
  if (m.hygienic && theirs !== type) m.steps.retype(m, buddy, order, type);
  return true;
}

/** Sets the type of every pageblock under a block of at least pageblock order (change_pageblock_range). */
export function retype(m: Memory, pfn: number, order: number, type: number): void {
  const first = pfn >>> m.pageblockOrder;
  m.pageblockType.fill(type, first, first + (1 << (order - m.pageblockOrder)));
}

/** Frees what may cover several pageblocks: piece by piece when their types differ (split_large_buddy). */
export function freeBlockwise(m: Memory, pfn: number, order: number): void {
  const type = m.steps.typeOfFreed(m, pfn);
  const size = 1 << m.pageblockOrder;
  let uniform = true;
  for (let at = pfn + size; at < pfn + (1 << order); at += size) uniform &&= m.steps.typeOfFreed(m, at) === type;
  if (uniform) {
    m.steps.freeOne(m, pfn, order, type, false);
    return;
  }
  for (let at = pfn; at < pfn + (1 << order); at += size) {
    m.steps.freeOne(m, at, m.pageblockOrder, m.steps.typeOfFreed(m, at), false);
  }
}

/** Frees a block nobody refers to any more: onto a per-CPU list, or straight to its buddies. Poisoned frames stay behind. */
export function freePage(m: Memory, pfn: number, order: number, cpu: number): void {
  if (anySick(m, pfn, 1 << order)) m.steps.freeHealthy(m, pfn, order);
  else if (!m.steps.park(m, pfn, order, cpu)) m.steps.freeBlockwise(m, pfn, order);
}

/** Frees the frames around the poisoned ones. */
export function freeHealthy(m: Memory, pfn: number, order: number): void {
  if (!anySick(m, pfn, 1 << order)) m.steps.freeBlockwise(m, pfn, order);
  else if (order === 0) setMark(m, pfn, 0, POISONED);
  else {
    m.steps.freeHealthy(m, pfn, order - 1);
    m.steps.freeHealthy(m, pfn + (1 << (order - 1)), order - 1);
  }
}

/**
 * The owner freed a page somebody still refers to. A compound page stays whole; of a plain one everything behind the
 * first frame is freed now, because nobody else knows its order (__free_pages).
 */
export function freeRemainder(m: Memory, page: Page, cpu: number): void {
  if (page.movable || page.order === 0) return;
  const { order } = page;
  settleTag(m, page);
  clearMark(m, page.first, order);
  page.order = 0;
  setPage(m, page.first, 0, page.id);
  for (let part = order - 1; part >= 0; part--) m.steps.freePage(m, page.first + (1 << part), part, cpu);
}
