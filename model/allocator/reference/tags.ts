import { openParts, openSlot } from "./frames.ts";
import type { Memory } from "./memory.ts";
import { NONE } from "./numbers.ts";

/** Fills 2^order frames with one tag. Whole blocks stay one number. */
export function fillTag(m: Memory, pfn: number, order: number, tag: number): void {
  const top = pfn >>> m.maxOrder;
  if (order === m.maxOrder) {
    m.tag[top] = tag;
    m.motley[top] = 0;
    return;
  }
  if (m.motley[top] === 0) {
    if (m.tag[top] === tag) return;
    spread(m, top, openSlot(m, top), 1 << (m.maxOrder - m.leafOrder));
  }
  const node = (m.parts[top] as number) + ((pfn & m.topMask) >>> m.leafOrder);
  if (order >= m.leafOrder) {
    const end = node + (1 << (order - m.leafOrder));
    for (let at = node; at < end; at++) {
      m.tag[at] = tag;
      m.motley[at] = 0;
    }
  } else fillFrames(m, node, pfn & m.leafMask, 1 << order, tag);
}

function fillFrames(m: Memory, node: number, offset: number, count: number, tag: number): void {
  if (m.motley[node] === 0) {
    if (m.tag[node] === tag) return;
    spread(m, node, openParts(m, node, m.leafMask + 1), m.leafMask + 1);
  }
  const from = (m.parts[node] as number) + offset;
  for (let at = from; at < from + count; at++) m.tag[at] = tag;
}

/** From now on the nodes of its parts say what a block holds. */
function spread(m: Memory, node: number, first: number, count: number): void {
  m.tag.fill(m.tag[node] as number, first, first + count);
  m.motley.fill(0, first, first + count);
  m.motley[node] = 1;
}

/** Fills a run of whole pageblocks with one tag. */
export function fillTags(m: Memory, first: number, count: number, tag: number): void {
  for (let pfn = first; pfn < first + count; ) {
    const order = (pfn & m.topMask) === 0 && pfn + m.topMask < first + count ? m.maxOrder : m.pageblockOrder;
    fillTag(m, pfn, order, tag);
    pfn += 1 << order;
  }
}

/** Tag of one frame. */
export function tagAt(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  if (m.motley[top] === 0) return m.tag[top] as number;
  const node = (m.parts[top] as number) + ((pfn & m.topMask) >>> m.leafOrder);
  return m.tag[m.motley[node] === 0 ? node : (m.parts[node] as number) + (pfn & m.leafMask)] as number;
}

/** The frame after those of which one number says what they and this one hold. */
function alikeUntil(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  if (m.motley[top] === 0) return (pfn | m.topMask) + 1;
  const node = (m.parts[top] as number) + ((pfn & m.topMask) >>> m.leafOrder);
  return m.motley[node] === 0 ? (pfn | m.leafMask) + 1 : pfn + 1;
}

/** The tag all frames of a run hold, or {@link NONE} when they differ. */
export function tagOf(m: Memory, first: number, count: number): number {
  const tag = tagAt(m, first);
  for (let pfn = alikeUntil(m, first); pfn < first + count; pfn = alikeUntil(m, pfn)) {
    if (tagAt(m, pfn) !== tag) return NONE;
  }
  return tag;
}

/** Copies the contents of 2^order frames. */
export function copyTags(m: Memory, from: number, to: number, order: number): void {
  const tag = tagOf(m, from, 1 << order);
  if (tag !== NONE) fillTag(m, to, order, tag);
  else for (let i = 0; i < 1 << order; i++) fillTag(m, to + i, 0, tagAt(m, from + i));
}
