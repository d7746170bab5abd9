import { type Memory, NONE } from "./memory.ts";

/** Fills 2^order frames with one tag. A whole largest block stays one number. */
export function fillTag(m: Memory, pfn: number, order: number, tag: number): void {
  const top = pfn >>> m.maxOrder;
  if (order === m.maxOrder) {
    m.tagOfTop[top] = tag;
    m.tagSlot[top] = NONE;
    return;
  }
  let slot = m.tagSlot[top] as number;
  if (slot === NONE) {
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

/** Tag of one frame. */
export function tagAt(m: Memory, pfn: number): number {
  const top = pfn >>> m.maxOrder;
  const slot = m.tagSlot[top] as number;
  return (slot === NONE ? m.tagOfTop[top] : m.tags[slot + (pfn & m.topMask)]) as number;
}

/** The tag all frames of a run hold, or {@link NONE} when they differ. */
export function tagOf(m: Memory, first: number, count: number): number {
  const tag = tagAt(m, first);
  for (let pfn = first + 1; pfn < first + count; pfn++) if (tagAt(m, pfn) !== tag) return NONE;
  return tag;
}

/** Copies the contents of 2^order frames. */
export function copyTags(m: Memory, from: number, to: number, order: number): void {
  const tag = tagOf(m, from, 2 ** order);
  if (tag !== NONE) fillTag(m, to, order, tag);
  else for (let i = 0; i < 2 ** order; i++) fillTag(m, to + i, 0, tagAt(m, from + i));
}
