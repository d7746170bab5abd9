import type { Freed } from "./event.ts";
import { ALLOCATED, FREE, indexIn, MOVABLE, OFFLINE, orderOf, SPAN, type Span, UNKNOWN } from "./frames.ts";
import { hex, type Memory, MOST_MOVES, type Suspect } from "./memory.ts";
import { within } from "./ranges.ts";
import type { KmemConviction, KmemRule } from "./rules.ts";

/** Frames enter the allocator in pageblocks of 2 MiB or more. Source: arch/x86 pageblock_order with huge pages. */
const PAGEBLOCK_ORDER = 9;

/** Judges a block that was given back, and remembers it; of a block of several spans, the one at `pfn`. Its alignment has been judged. */
export function judgeFreed(memory: Memory, event: Freed, span: Span, pfn: number): KmemConviction | null {
  const { judged, targets, sources } = memory;
  const from = indexIn(pfn);
  const frames = Math.min(2 ** event.order, SPAN);
  const first = span.states[from] as number;
  if (first >= ALLOCATED) {
    judged["free/one-block"]++;
    judged["free/once"]++;
  }
  if (memory.knowsOnline) judged["free/online"]++;
  const wrong = judgeFrames(memory, event, span, from, pfn);
  if (wrong !== null) return wrong;
  if (first < ALLOCATED) explain(memory, event, span, from);
  memory.vacated += frames;
  // A call asks for the first place before it gives up the first source. What was never seen may be movable, too.
  const mayBeMovable = first < ALLOCATED || first >= ALLOCATED + MOVABLE;
  if (targets.length > 0 && mayBeMovable && sources.length < MOST_MOVES) sources.push({ pid: event.pid, pfn });
  span.states.fill(FREE, from, from + frames);
  span.freedAt.fill(memory.calls, from, from + frames);
  return null;
}

/** The first frame that cannot have been given back. */
function judgeFrames(memory: Memory, event: Freed, span: Span, from: number, pfn: number): KmemConviction | null {
  const frames = Math.min(2 ** event.order, SPAN);
  for (let at = 0; at < frames; at++) {
    const state = span.states[from + at] as number;
    if (state === UNKNOWN) continue;
    if (state >= ALLOCATED) {
      const wrong = judgeUsed(event, state, pfn + at);
      if (wrong !== null) return wrong;
    } else if (event.order < PAGEBLOCK_ORDER) {
      const wrong = judgeUnused(memory, event, span, at);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

/** Counts what the trace does not show of the block's past, judged by its first frame, which was not in use. */
function explain(memory: Memory, event: Freed, span: Span, at: number): void {
  const { pfn, order } = event;
  const { explained, calls, suspects } = memory;
  const state = span.states[at] as number;
  if (order >= PAGEBLOCK_ORDER) explained["onlined whole"]++;
  else if (state === UNKNOWN) explained["freed, not seen before"]++;
  else if (span.freedAt[at] === calls && memory.silentEnd !== pfn) {
    if (mayBeBulk(memory, event)) explained["allocated in bulk"]++;
  } else {
    explained["taken silently"]++;
    if (order === 0) explainBefore(suspects, event);
    if (order === 0) memory.silentEnd = pfn + 1;
  }
}

/** Lines within which one task frees the next frame of a range. */
const SOON = 64;

/** The first frame of a range that was taken silently is explained by the second. */
function explainBefore(suspects: Suspect[], { line, pid, pfn }: Freed): void {
  const before = suspects.at(-1)?.event;
  if (before === undefined || before.order !== 0 || line - before.line > SOON) return;
  if (before.pid === pid && before.pfn === pfn - 1) suspects.pop();
}

const convict = ({ line }: Freed, rule: KmemRule, pfn: number, because: string): KmemConviction => ({
  rule,
  line,
  pfn,
  because,
});

/**
 * A frame in use. split_page() cuts blocks up without an event, so a part of a block may be freed; but nothing joins two
 * blocks that were allocated one by one.
 */
function judgeUsed(event: Freed, state: number, pfn: number): KmemConviction | null {
  const was = orderOf(state);
  if (was >= event.order) return null;
  const because = `frame ${hex(pfn)} is freed in a block of order ${event.order}, but was allocated in one of order ${was}`;
  return convict(event, "free/one-block", pfn, because);
}

/** A frame not in use, in a block too small for memory that comes online; `at` counts from the block's first frame. */
function judgeUnused(memory: Memory, event: Freed, span: Span, at: number): KmemConviction | null {
  const pfn = event.pfn + at;
  const index = indexIn(pfn);
  if (span.states[index] === OFFLINE) {
    return convict(event, "free/online", pfn, `frame ${hex(pfn)} is freed before its memory was onlined`);
  }
  // Around a migrate call free frames may be taken without an event, and every taker makes such a call.
  if (span.freedAt[index] === memory.calls && !mayBeBulk(memory, event) && memory.silentEnd !== pfn) {
    memory.judged["free/once"]++;
    const because = `frame ${hex(pfn)} is freed while it is free, and no migrate call that takes free frames ended in between`;
    suspect(memory, event, convict(event, "free/once", pfn, because));
  }
  return null;
}

/** Suspects beyond this one are not needed: of those that stay unexplained the first is named. */
const MOST_SUSPECTS = 1024;

/** Remembers a block once, by its first frame that was free. */
function suspect({ suspects }: Memory, event: Freed, conviction: KmemConviction): void {
  if (suspects.length < MOST_SUSPECTS && suspects.at(-1)?.event !== event) suspects.push({ event, conviction });
}

/** Pages of vmalloc(), of network drivers and of RPC come from alloc_pages_bulk(): single, never movable, and without an event. */
const mayBeBulk = ({ setting }: Memory, { order, pfn }: Freed): boolean =>
  order === 0 && (setting.movable === undefined || !within(setting.movable, pfn));
