import { headOf, isSick, markAt, nodeFor, setMark, zoneOf } from "./frames.ts";
import { pushFree, removeFree } from "./lists.ts";
import type { Memory } from "./memory.ts";
import { FREE, kindOf, NONE, ONLINE, orderOf, PAGE, PARKED, POISONED, TAKEN } from "./numbers.ts";
import { drainZone } from "./percpu.ts";

/** An uncorrectable error in one frame (memory_failure). Frames nobody manages, and known ones, are ignored. */
export function poison(m: Memory, pfn: number): "free" | "in-use" | "ignored" {
  if ((m.blockState[pfn >>> m.blockShift] as number) < ONLINE || isSick(m, pfn)) return "ignored";
  if (kindAt(m, pfn) === PARKED) drainZone(m, zoneOf(m, pfn));
  const kind = kindAt(m, pfn);
  if (kind === FREE) {
    makeSick(m, pfn);
    m.steps.poisonFree(m, pfn);
    return "free";
  }
  if (kind !== PAGE && kind !== TAKEN) return "ignored";
  makeSick(m, pfn);
  return "in-use";
}

function kindAt(m: Memory, pfn: number): number {
  const head = headOf(m, pfn);
  return head === NONE ? NONE : kindOf(markAt(m, head));
}

function makeSick(m: Memory, pfn: number): void {
  // The node first: making room for it replaces the arrays.
  const node = nodeFor(m, pfn, 0);
  m.sick[node] = 1;
  const block = pfn >>> m.blockShift;
  m.sickFrames[block] = (m.sickFrames[block] as number) + 1;
}

/** Cuts one frame out of its free buddy; the rest stays free on the same type's lists (take_page_off_buddy). */
export function poisonFree(m: Memory, pfn: number): void {
  let first = headOf(m, pfn);
  const whole = orderOf(markAt(m, first));
  const type = removeFree(m, first, whole);
  for (let order = whole - 1; order >= 0; order--) {
    const middle = first + (1 << order);
    if (pfn >= middle) {
      pushFree(m, first, order, type, false);
      first = middle;
    } else pushFree(m, middle, order, type, false);
  }
  m.steps.account(m, zoneOf(m, pfn), type, -1);
  setMark(m, pfn, 0, POISONED);
}
