import { allSick, anySick, headFrom, headOf, markAt, nodeOf, zoneOf } from "./frames.ts";
import { pushFree, removeFree } from "./lists.ts";
import type { Memory } from "./memory.ts";
import {
  BY_NOBODY,
  BY_OFFLINE,
  CMA,
  FAKE_OFFLINE,
  FREE,
  HIGHATOMIC,
  ISOLATE,
  type Isolator,
  kindOf,
  MOVABLE,
  MOVABLE_ZONE,
  NONE,
  ONLINE,
  orderOf,
  PAGE,
  PARKED,
} from "./numbers.ts";
import { pageAt } from "./pages.ts";

/** Gives a pageblock a type and keeps the two counters that depend on it. */
function setType(m: Memory, pageblock: number, type: number): void {
  const zone = zoneOf(m, pageblock << m.pageblockOrder);
  const old = m.pageblockType[pageblock] as number;
  m.pageblockType[pageblock] = type;
  const size = 1 << m.pageblockOrder;
  if (old === HIGHATOMIC) m.reserved[zone] = (m.reserved[zone] as number) - size;
  if (type === HIGHATOMIC) m.reserved[zone] = (m.reserved[zone] as number) + size;
  if (old === ISOLATE) m.isolated[zone] = (m.isolated[zone] as number) - 1;
  if (type === ISOLATE) m.isolated[zone] = (m.isolated[zone] as number) + 1;
}

/** The frame itself, or the frame after a head that begins before it and covers it. */
function afterStraddling(m: Memory, pfn: number): number {
  if (markAt(m, pfn) !== 0) return pfn;
  const head = headOf(m, pfn);
  return head === NONE || head === pfn ? pfn : head + (1 << orderOf(markAt(m, head)));
}

/** Moves the free buddies of a pageblock to the lists of a type, at their tails; answers how many frames (move_freepages_block). */
export function moveFree(m: Memory, pageblock: number, type: number): number {
  const first = pageblock << m.pageblockOrder;
  const zone = zoneOf(m, first);
  const end = first + (1 << m.pageblockOrder);
  let moved = 0;
  for (let pfn = headFrom(m, afterStraddling(m, first), end); pfn < end; ) {
    const mark = markAt(m, pfn);
    const order = orderOf(mark);
    if (kindOf(mark) === FREE) {
      const old = removeFree(m, pfn, order);
      m.steps.account(m, zone, old, -(1 << order));
      m.steps.account(m, zone, type, 1 << order);
      pushFree(m, pfn, order, type, true);
      moved += 1 << order;
    }
    pfn = headFrom(m, pfn + (1 << order), end);
  }
  return moved;
}

/** Breaks a free buddy larger than a pageblock into pageblocks and frees each under its own type (split_large_buddy). */
export function splitStraddling(m: Memory, pfn: number, order: number): void {
  const zone = zoneOf(m, pfn);
  const old = removeFree(m, pfn, order);
  m.steps.account(m, zone, old, -(1 << order));
  for (let at = pfn; at < pfn + (1 << order); at += 1 << m.pageblockOrder) {
    m.steps.freeOne(m, at, m.pageblockOrder, m.pageblockType[at >>> m.pageblockOrder] as number, false);
  }
}

/** Head of a free buddy that covers this pageblock and more, or {@link NONE}. */
function straddling(m: Memory, pageblock: number): number {
  const head = headOf(m, pageblock << m.pageblockOrder);
  if (head === NONE) return NONE;
  const mark = markAt(m, head);
  return kindOf(mark) === FREE && orderOf(mark) > m.pageblockOrder ? head : NONE;
}

/** Changes a pageblock's type together with the lists its free frames are on. */
export function convert(m: Memory, pageblock: number, type: number): void {
  const large = straddling(m, pageblock);
  if (large === NONE) {
    m.steps.moveFree(m, pageblock, type);
    setType(m, pageblock, type);
  } else {
    const order = orderOf(markAt(m, large));
    setType(m, pageblock, type);
    m.steps.splitStraddling(m, large, order);
  }
}

/** Whether a pageblock holds something that can neither move nor be skipped (has_unmovable_pages). */
export function unmovable(m: Memory, pageblock: number, forOffline: boolean): boolean {
  const first = pageblock << m.pageblockOrder;
  const end = first + (1 << m.pageblockOrder);
  if (m.pageblockType[pageblock] === CMA || m.steps.hasHole(m, first, end)) return true;
  if (zoneOf(m, first) === MOVABLE_ZONE) return false;
  const straddling = markAt(m, first) === 0 ? headOf(m, first) : first;
  for (let pfn = straddling === NONE ? headFrom(m, first, end) : straddling; pfn < end; ) {
    const mark = markAt(m, pfn);
    if (!mayLeave(m, pfn, mark, forOffline)) return true;
    pfn = headFrom(m, pfn + (1 << orderOf(mark)), end);
  }
  return false;
}

function mayLeave(m: Memory, pfn: number, mark: number, forOffline: boolean): boolean {
  const kind = kindOf(mark);
  if (kind === FREE || kind === PARKED) return true;
  const frames = 1 << orderOf(mark);
  if (forOffline && (kind === FAKE_OFFLINE || allSick(m, pfn, frames))) return true;
  return kind === PAGE && pageAt(m, pfn, mark).movable && (forOffline || !anySick(m, pfn, frames));
}

/** Whether some frames of a run do not exist; `end` is the frame after its last. */
export function hasHole(m: Memory, first: number, end: number): boolean {
  const { hole } = m.geometry;
  return hole !== null && first < hole.first + hole.count && hole.first < end;
}

/** Sets one online pageblock to ISOLATE (set_migratetype_isolate). False: it is already, or holds something unmovable. */
export function isolate(m: Memory, pageblock: number, by: Isolator): boolean {
  const block = (pageblock << m.pageblockOrder) >>> m.blockShift;
  if ((m.blockState[block] as number) < ONLINE || m.pageblockType[pageblock] === ISOLATE) return false;
  if (m.steps.unmovable(m, pageblock, by === BY_OFFLINE)) return false;
  convert(m, pageblock, ISOLATE);
  m.isolatedBy[pageblock] = by;
  return true;
}

/** Ends an isolation; a pageblock that is wholly free may merge with its neighbour at last (unset_migratetype_isolate). */
export function unisolate(m: Memory, pageblock: number, type: number): void {
  const first = pageblock << m.pageblockOrder;
  m.isolatedBy[pageblock] = BY_NOBODY;
  convert(m, pageblock, type);
  const mark = markAt(m, first);
  if (kindOf(mark) !== FREE || orderOf(mark) !== m.pageblockOrder || m.pageblockOrder === m.maxOrder) return;
  const old = removeFree(m, first, m.pageblockOrder);
  m.steps.account(m, zoneOf(m, first), old, -(1 << m.pageblockOrder));
  m.steps.freeOne(m, first, m.pageblockOrder, type, true);
}

/**
 * Pageblocks under a free buddy that begins here, is larger than a pageblock and ends inside the range; 0 when there is
 * none, or when it is on an isolated or a CMA list.
 */
function coveredWhole(m: Memory, pageblock: number, end: number, isolated: boolean): number {
  const first = pageblock << m.pageblockOrder;
  const mark = markAt(m, first);
  const order = orderOf(mark);
  if (kindOf(mark) !== FREE || order <= m.pageblockOrder) return 0;
  const count = 1 << (order - m.pageblockOrder);
  if (pageblock + count > end) return 0;
  const type = m.type[nodeOf(m, first, order)] as number;
  return (isolated ? type === ISOLATE : type < CMA) ? count : 0;
}

/**
 * Isolates neighbouring pageblocks or none of them; what was undone becomes MOVABLE (start_isolate_page_range). Lowest
 * first, where Linux begins with both ends, and buddies inside the range stay whole, as in 6.1, so that offlining a large
 * block need not split every one of them.
 */
export function isolateRange(m: Memory, pageblock: number, count: number, by: Isolator): boolean {
  const end = pageblock + count;
  for (let at = pageblock; at < end; ) {
    const whole = coveredWhole(m, at, end, false);
    if (whole > 0) {
      m.steps.moveFree(m, at, ISOLATE);
      for (let i = at; i < at + whole; i++) setType(m, i, ISOLATE);
      m.isolatedBy.fill(by, at, at + whole);
    } else if (!m.steps.isolate(m, at, by)) {
      unisolateRange(m, pageblock, at - pageblock);
      return false;
    }
    at += Math.max(1, whole);
  }
  return true;
}

/** Ends the isolation of neighbouring pageblocks; all become MOVABLE (undo_isolate_page_range). */
export function unisolateRange(m: Memory, pageblock: number, count: number): void {
  const end = pageblock + count;
  for (let at = pageblock; at < end; ) {
    const whole = coveredWhole(m, at, end, true);
    if (whole > 0) releaseWhole(m, at, whole);
    else m.steps.unisolate(m, at, MOVABLE);
    at += Math.max(1, whole);
  }
}

/** Frees a buddy that covers several pageblocks as MOVABLE, so that it may merge on. */
function releaseWhole(m: Memory, pageblock: number, count: number): void {
  const first = pageblock << m.pageblockOrder;
  const order = orderOf(markAt(m, first));
  removeFree(m, first, order);
  for (let at = pageblock; at < pageblock + count; at++) setType(m, at, MOVABLE);
  m.isolatedBy.fill(BY_NOBODY, pageblock, pageblock + count);
  m.steps.freeOne(m, first, order, MOVABLE, true);
}
