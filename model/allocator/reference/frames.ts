import type { Memory } from "./memory.ts";
import { markOf, NONE, orderOf, PAGE } from "./numbers.ts";

/** Zone of a frame of an online block. */
export const zoneOf = (m: Memory, pfn: number): number => m.blockZone[pfn >>> m.blockShift] as number;

/** Number of the node of a head. Only valid when the node exists; see {@link nodeFor}. */
export function nodeOf(m: Memory, pfn: number, order: number): number {
  const top = pfn >>> m.maxOrder;
  if (order === m.maxOrder) return top;
  const node = (m.parts[top] as number) + ((pfn & m.topMask) >>> m.leafOrder);
  return order >= m.leafOrder ? node : (m.parts[node] as number) + (pfn & m.leafMask);
}

/** Like {@link nodeOf}, and makes room for the nodes of this block when it is split for the first time. */
export function nodeFor(m: Memory, pfn: number, order: number): number {
  const top = pfn >>> m.maxOrder;
  if (order === m.maxOrder) return top;
  const slot = m.parts[top] as number;
  const node = (slot === 0 ? openSlot(m, top) : slot) + ((pfn & m.topMask) >>> m.leafOrder);
  return order >= m.leafOrder ? node : openParts(m, node, m.leafMask + 1) + (pfn & m.leafMask);
}

/** Gives the parts of a largest block their nodes; answers the number of the first. */
export const openSlot = (m: Memory, top: number): number => openParts(m, top, 1 << (m.maxOrder - m.leafOrder));

/** Gives the parts of a block their nodes; answers the number of the first. */
export function openParts(m: Memory, node: number, count: number): number {
  const open = m.parts[node] as number;
  if (open !== 0) return open;
  const first = m.nodes;
  m.nodes += count;
  if (m.nodes > m.mark.length) grow(m);
  m.parts[node] = first;
  return first;
}

/** Number of the node of a single frame, or 0 when the block around it was never split so far. */
export function frameNode(m: Memory, pfn: number): number {
  const slot = m.parts[pfn >>> m.maxOrder] as number;
  if (slot === 0) return 0;
  const node = slot + ((pfn & m.topMask) >>> m.leafOrder);
  if (m.leafOrder === 0) return node;
  const leaf = m.parts[node] as number;
  return leaf === 0 ? 0 : leaf + (pfn & m.leafMask);
}

function grow(m: Memory): void {
  const room = Math.max(m.nodes, m.mark.length * 2);
  const bytes = (old: Uint8Array): Uint8Array => {
    const wide = new Uint8Array(room);
    wide.set(old);
    return wide;
  };
  const words = (old: Int32Array): Int32Array => {
    const wide = new Int32Array(room);
    wide.set(old);
    return wide;
  };
  m.mark = bytes(m.mark);
  m.type = bytes(m.type);
  m.sick = bytes(m.sick);
  m.motley = bytes(m.motley);
  m.next = words(m.next);
  m.prev = words(m.prev);
  const tag = new Uint32Array(room);
  tag.set(m.tag);
  m.tag = tag;
  m.parts = words(m.parts);
}

/** Mark of a frame, 0 when it heads nothing. */
export function markAt(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  if ((pfn & m.topMask) === 0) {
    const whole = m.mark[top] as number;
    if (whole !== 0) return whole;
  }
  const slot = m.parts[top] as number;
  if (slot === 0) return 0;
  const node = slot + ((pfn & m.topMask) >>> m.leafOrder);
  const offset = pfn & m.leafMask;
  if (offset === 0) {
    const mark = m.mark[node] as number;
    if (mark !== 0 || m.leafOrder === 0) return mark;
  }
  const leaf = m.parts[node] as number;
  return leaf === 0 ? 0 : (m.mark[leaf + offset] as number);
}

/** Head of whatever covers a frame, or {@link NONE}: absent memory, an offline block, a hole. */
export function headOf(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  if (m.mark[top] !== 0) return top << m.maxOrder;
  const slot = m.parts[top] as number;
  if (slot === 0) return NONE;
  const { leafOrder } = m;
  const leaf = leafOrder === 0 ? 0 : (m.parts[slot + ((pfn & m.topMask) >>> leafOrder)] as number);
  for (let order = leaf === 0 ? leafOrder : 0; order < m.maxOrder; order++) {
    const offset = pfn & m.topMask & ~((1 << order) - 1);
    const node = order < leafOrder ? leaf + (offset & m.leafMask) : slot + (offset >>> leafOrder);
    const mark = m.mark[node] as number;
    if (mark !== 0 && orderOf(mark) >= order) return (top << m.maxOrder) + offset;
  }
  return NONE;
}

/** The first frame at or after `pfn` that is a head, or `end`. `pfn` must not be inside a buddy or page. */
export function headFrom(m: Memory, pfn: number, end: number): number {
  let at = pfn;
  while (at < end && markAt(m, at) === 0) at += untouched(m, at);
  return at < end ? at : end;
}

/** How many frames from this one on, which is no head, are none because they have no nodes; at least this one. */
function untouched(m: Memory, pfn: number): number {
  const slot = m.parts[pfn >>> m.maxOrder] as number;
  if (slot === 0) return m.topMask + 1 - (pfn & m.topMask);
  if (m.leafOrder === 0 || m.parts[slot + ((pfn & m.topMask) >>> m.leafOrder)] !== 0) return 1;
  return m.leafMask + 1 - (pfn & m.leafMask);
}

/** Calls `visit` for every head that covers frames of a range, the straddling one at its start included. */
export function eachHead(
  m: Memory,
  first: number,
  end: number,
  visit: (pfn: number, mark: number) => boolean,
): boolean {
  const straddling = headOf(m, first);
  let at = straddling === NONE ? headFrom(m, first, end) : straddling;
  while (at < end) {
    const mark = markAt(m, at);
    if (!visit(at, mark)) return false;
    at = headFrom(m, at + (1 << orderOf(mark)), end);
  }
  return true;
}

/** Sets a frame's mark without putting it on a list. */
export function setMark(m: Memory, pfn: number, order: number, kind: number): number {
  const node = nodeFor(m, pfn, order);
  m.mark[node] = markOf(kind, order);
  return node;
}

/** Marks the head of an allocated page. */
export function setPage(m: Memory, pfn: number, order: number, id: number): void {
  // The node first: making room for it replaces the arrays.
  const node = setMark(m, pfn, order, PAGE);
  m.next[node] = id;
}

/** Removes the mark of a head that is on no list. */
export function clearMark(m: Memory, pfn: number, order: number): void {
  m.mark[nodeOf(m, pfn, order)] = 0;
}

/** Whether an uncorrectable error was reported for a frame. */
export const isSick = (m: Memory, pfn: number): boolean => {
  const node = frameNode(m, pfn);
  return node !== 0 && m.sick[node] === 1;
};

/** Whether any frame of a run inside one block was poisoned. */
export function anySick(m: Memory, pfn: number, count: number): boolean {
  if (m.sickFrames[pfn >>> m.blockShift] === 0) return false;
  for (let at = pfn; at < pfn + count; at += untouched(m, at)) if (isSick(m, at)) return true;
  return false;
}

/** Whether every frame of a run was poisoned. */
export function allSick(m: Memory, first: number, count: number): boolean {
  for (let pfn = first; pfn < first + count; pfn++) if (!isSick(m, pfn)) return false;
  return true;
}
