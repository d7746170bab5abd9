import { nodeFor, nodeOf, zoneOf } from "./frames.ts";
import type { Memory } from "./memory.ts";
import { FREE, markOf, NONE, PARKED, PARKED_TYPES, TYPES, ZONES } from "./numbers.ts";

/** Number of a buddy list. */
export const listOf = (m: Memory, zone: number, order: number, type: number): number =>
  (zone * (m.maxOrder + 1) + order) * TYPES + type;

/** Number of a per-CPU list. */
export function parkedListOf(m: Memory, cpu: number, zone: number, lane: number): number {
  const orders = (m.geometry.perCpuLists?.maxOrder ?? -1) + 1;
  return m.firstParkedList + (cpu * ZONES + zone) * orders * PARKED_TYPES + lane;
}

function link(m: Memory, list: number, pfn: number, order: number, atTail: boolean): number {
  const node = nodeFor(m, pfn, order);
  const near = (atTail ? m.tail[list] : m.head[list]) as number;
  if (atTail) {
    m.prev[node] = near;
    m.next[node] = NONE;
    m.tail[list] = pfn;
  } else {
    m.next[node] = near;
    m.prev[node] = NONE;
    m.head[list] = pfn;
  }
  if (near === NONE) {
    m.head[list] = pfn;
    m.tail[list] = pfn;
  } else if (atTail) m.next[nodeOf(m, near, order)] = pfn;
  else m.prev[nodeOf(m, near, order)] = pfn;
  return node;
}

function unlink(m: Memory, list: number, node: number, order: number): void {
  const before = m.prev[node] as number;
  const after = m.next[node] as number;
  if (before === NONE) m.head[list] = after;
  else m.next[nodeOf(m, before, order)] = after;
  if (after === NONE) m.tail[list] = before;
  else m.prev[nodeOf(m, after, order)] = before;
  m.mark[node] = 0;
}

/** Puts a free buddy on a list. Counters are the caller's business, as in mm/page_alloc.c before 6.10. */
export function pushFree(m: Memory, pfn: number, order: number, type: number, atTail: boolean): void {
  const zone = zoneOf(m, pfn);
  const node = link(m, listOf(m, zone, order, type), pfn, order, atTail);
  m.mark[node] = markOf(FREE, order);
  m.type[node] = type;
  const stock = zone * TYPES + type;
  m.stocked[stock] = (m.stocked[stock] as number) | (1 << order);
}

/** Appends neighbouring largest buddies, lowest first, to one list: what onlining a whole block comes to. */
export function appendTops(m: Memory, pfn: number, count: number, type: number): void {
  const zone = zoneOf(m, pfn);
  const list = listOf(m, zone, m.maxOrder, type);
  const first = pfn >>> m.maxOrder;
  const last = first + count - 1;
  const before = m.tail[list] as number;
  m.mark.fill(markOf(FREE, m.maxOrder), first, last + 1);
  m.type.fill(type, first, last + 1);
  for (let top = first; top <= last; top++) {
    m.prev[top] = (top - 1) << m.maxOrder;
    m.next[top] = (top + 1) << m.maxOrder;
  }
  m.prev[first] = before;
  m.next[last] = NONE;
  m.tail[list] = last << m.maxOrder;
  if (before === NONE) m.head[list] = pfn;
  else m.next[before >>> m.maxOrder] = pfn;
  const stock = zone * TYPES + type;
  m.stocked[stock] = (m.stocked[stock] as number) | (1 << m.maxOrder);
}

/** Takes a free buddy off whatever list it is on; answers that list's type. */
export function removeFree(m: Memory, pfn: number, order: number): number {
  const zone = zoneOf(m, pfn);
  const node = nodeOf(m, pfn, order);
  const type = m.type[node] as number;
  const list = listOf(m, zone, order, type);
  unlink(m, list, node, order);
  if (m.head[list] === NONE) {
    const stock = zone * TYPES + type;
    m.stocked[stock] = (m.stocked[stock] as number) & ~(1 << order);
  }
  return type;
}

/** Puts a page on a per-CPU list; the type remembered with it is the caller's business. Answers its node. */
export function pushParked(m: Memory, list: number, pfn: number, order: number, atTail: boolean): number {
  const node = link(m, list, pfn, order, atTail);
  m.mark[node] = markOf(PARKED, order);
  return node;
}

/** Takes a page off a per-CPU list; answers the type remembered with it. */
export function removeParked(m: Memory, list: number, pfn: number, order: number): number {
  const node = nodeOf(m, pfn, order);
  unlink(m, list, node, order);
  return m.type[node] as number;
}

/** Heads of a list, first to last. */
export function walk(m: Memory, list: number, order: number): number[] {
  const heads: number[] = [];
  // The bound matters to mutants only, whose list may be a ring.
  const most = m.blockState.length << m.blockShift;
  for (let pfn = m.head[list] as number; pfn !== NONE && heads.length < most; ) {
    heads.push(pfn);
    pfn = m.next[nodeOf(m, pfn, order)] as number;
  }
  return heads;
}
