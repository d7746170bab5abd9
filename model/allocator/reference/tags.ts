import type { Memory } from "./memory.ts";
import { NONE } from "./numbers.ts";

/** Fills 2^order frames with one tag. A whole largest block stays one number. */
export function fillTag(m: Memory, pfn: number, order: number, tag: number): void {
  const top = pfn >>> m.maxOrder;
  if (order === m.maxOrder) {
    m.tagOfTop[top] = tag;
    m.tagSlot[top] = 0;
    return;
  }
  let slot = m.tagSlot[top] as number;
  if (slot === 0) {
    if (m.tagOfTop[top] === tag) return;
    slot = spread(m, top);
  }
  const at = slot + (pfn & m.topMask);
  if (order === 0) m.tags[at] = tag;
  else m.tags.fill(tag, at, at + 2 ** order);
}

function spread(m: Memory, top: number): number {
  const slot = m.tagsUsed;
  m.tagsUsed += m.topMask + 1;
  if (m.tagsUsed > m.tags.length) {
    const wide = new Uint32Array(Math.max(m.tagsUsed, m.tags.length * 2));
    wide.set(m.tags);
    m.tags = wide;
  }
  m.tags.fill(m.tagOfTop[top] as number, slot, m.tagsUsed);
  m.tagSlot[top] = slot;
  return slot;
}

/** Fills a run of whole pageblocks with one tag. */
export function fillTags(m: Memory, first: number, count: number, tag: number): void {
  for (let pfn = first; pfn < first + count; ) {
    const order = (pfn & m.topMask) === 0 && pfn + m.topMask < first + count ? m.maxOrder : m.pageblockOrder;
    fillTag(m, pfn, order, tag);
    pfn += 2 ** order;
  }
}

/** Tag of one frame. */
export function tagAt(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  const slot = m.tagSlot[top] as number;
  return (slot === 0 ? m.tagOfTop[top] : m.tags[slot + (pfn & m.topMask)]) as number;
}

/** The tag all frames of a run hold, or {@link NONE} when they differ. */
export function tagOf(m: Memory, first: number, count: number): number {
  const tag = tagAt(m, first);
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const top = pfn >>> m.maxOrder;
    const next = Math.min(end, (top + 1) << m.maxOrder);
    const slot = m.tagSlot[top] as number;
    if (slot === 0 ? m.tagOfTop[top] !== tag : !allTagged(m, slot + (pfn & m.topMask), next - pfn, tag)) return NONE;
    pfn = next;
  }
  return tag;
}

function allTagged(m: Memory, from: number, count: number, tag: number): boolean {
  for (let at = from; at < from + count; at++) if (m.tags[at] !== tag) return false;
  return true;
}

/** Copies the contents of 2^order frames. */
export function copyTags(m: Memory, from: number, to: number, order: number): void {
  const tag = tagOf(m, from, 2 ** order);
  if (tag !== NONE) fillTag(m, to, order, tag);
  else for (let i = 0; i < 2 ** order; i++) fillTag(m, to + i, 0, tagAt(m, from + i));
}
