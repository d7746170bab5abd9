import { clearMark, eachHead, headOf, markAt, setMark, zoneOf } from "./frames.ts";
import { unisolateRange } from "./isolate.ts";
import { removeFree } from "./lists.ts";
import type { Memory, Page, Range } from "./memory.ts";
import { BY_CONTIG, FAKE_OFFLINE, FREE, ISOLATE, kindOf, NONE, ONLINE, orderOf, PAGE, TAKEN } from "./numbers.ts";
import { pageAt } from "./pages.ts";
import { drainZone } from "./percpu.ts";
import { fillTags } from "./tags.ts";

/** Most pages one pass isolates and migrates (COMPACT_CLUSTER_MAX, SWAP_CLUSTER_MAX). */
const BATCH = 32;

/** The frame after the last of a range. */
export const endOf = (range: Range): number => range.first + range.count;

/** Isolates every pageblock of a range that lies in one zone, then empties the per-CPU lists. */
export function contigBegin(m: Memory, pageblock: number, count: number): Range | null {
  const first = pageblock << m.pageblockOrder;
  const frames = count << m.pageblockOrder;
  const zone = zoneOf(m, first);
  for (let block = first >>> m.blockShift; block <= (first + frames - 1) >>> m.blockShift; block++) {
    if ((m.blockState[block] as number) < ONLINE || m.blockZone[block] !== zone) return null;
  }
  if (!m.steps.isolateRange(m, pageblock, count, BY_CONTIG)) return null;
  drainZone(m, zone);
  return { kind: "range", first, count: frames, phase: "begun" };
}

/** Pages that could be moved out of a run of frames now, lowest first. */
export function migratable(m: Memory, first: number, end: number, most: number): Page[] {
  const found: Page[] = [];
  eachHead(m, first, end, (pfn, mark) => {
    if (kindOf(mark) === PAGE) {
      const page = pageAt(m, pfn, mark);
      if (m.steps.mayMigrate(m, page)) found.push(page);
    }
    return found.length < most;
  });
  return found;
}

/** The next batch to move out of a range. */
export const contigBatch = (m: Memory, range: Range): readonly Page[] =>
  migratable(m, range.first, endOf(range), BATCH);

/** Whether every frame is free and isolated (test_pages_isolated). */
export function rangeIsFree(m: Memory, first: number, end: number): boolean {
  let expected = first;
  const free = eachHead(m, first, end, (pfn, mark) => {
    if (kindOf(mark) !== FREE || pfn > expected) return false;
    expected = pfn + (1 << orderOf(mark));
    return m.pageblockType[pfn >>> m.pageblockOrder] === ISOLATE;
  });
  return free && expected >= end;
}

/** Takes the free frames of a range, all there are by now, off the free lists; what a buddy has beyond the range is freed again. */
export function takeRange(m: Memory, first: number, end: number): void {
  const size = 1 << m.pageblockOrder;
  for (let pfn = first; pfn < end; ) {
    const head = headOf(m, pfn);
    const mark = head === NONE ? 0 : markAt(m, head);
    const order = orderOf(mark);
    pfn = head === NONE ? pfn + size : head + (1 << order);
    if (kindOf(mark) !== FREE) continue;
    const type = removeFree(m, head, order);
    m.steps.account(m, zoneOf(m, head), type, -(1 << order));
    for (let at = head; at < head + (1 << order); at += size) {
      if (at >= first && at < end) continue;
      m.steps.freeOne(m, at, m.pageblockOrder, m.steps.typeOfFreed(m, at), false);
    }
  }
}

/** Takes the range as single pages if it is free by now; ends its isolation either way. */
export function contigFinish(m: Memory, range: Range): boolean {
  const { first } = range;
  const end = endOf(range);
  const free = m.steps.rangeIsFree(m, first, end);
  if (free) m.steps.takeRange(m, first, end);
  if (free) {
    for (let at = first; at < end; at += 1 << m.pageblockOrder) setMark(m, at, m.pageblockOrder, TAKEN);
    range.phase = "taken";
  }
  unisolateRange(m, first >>> m.pageblockOrder, range.count >>> m.pageblockOrder);
  return free;
}

/** Clears a taken range where init_on_alloc wants it; answers how many frames. */
export function prepareRange(m: Memory, range: Range): number {
  if (!m.geometry.initOnAlloc) return 0;
  fillTags(m, range.first, range.count, 0);
  return range.count;
}

/** Frees a taken range, straight to the buddies: no processor is named (free_contig_range). */
export function freeRange(m: Memory, range: Range): void {
  const size = 1 << m.pageblockOrder;
  for (let at = range.first; at < endOf(range); at += size) {
    clearMark(m, at, m.pageblockOrder);
    m.steps.freeHealthy(m, at, m.pageblockOrder);
  }
}

/** PG_offline: the frames leave the books until the block or the range comes back (virtio_mem_set_fake_offline). */
export function fakeOffline(m: Memory, range: Range): void {
  range.phase = "offline";
  bookFakeOffline(m, range, FAKE_OFFLINE);
}

/** Undoes {@link fakeOffline} and frees the range. */
export function fakeOnline(m: Memory, range: Range): void {
  bookFakeOffline(m, range, TAKEN);
  const size = 1 << m.pageblockOrder;
  for (let at = range.first; at < endOf(range); at += size) {
    clearMark(m, at, m.pageblockOrder);
    m.steps.freeHealthy(m, at, m.pageblockOrder);
  }
}

function bookFakeOffline(m: Memory, range: Range, kind: number): void {
  const size = kind === FAKE_OFFLINE ? 1 << m.pageblockOrder : -(1 << m.pageblockOrder);
  for (let at = range.first; at < endOf(range); at += 1 << m.pageblockOrder) {
    const block = at >>> m.blockShift;
    setMark(m, at, m.pageblockOrder, kind);
    m.blockFakeOffline[block] = (m.blockFakeOffline[block] as number) + size;
    const zone = zoneOf(m, at);
    m.managed[zone] = (m.managed[zone] as number) - size;
  }
}
