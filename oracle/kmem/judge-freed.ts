import { type Bench, hex } from "./bench.ts";
import type { Freed } from "./event.ts";
import { ALLOCATED, FREE, indexIn, MOVABLE, OFFLINE, orderOf, type Span, UNKNOWN } from "./frames.ts";
import { within } from "./ranges.ts";
import type { KmemConviction, KmemRule } from "./rules.ts";

/** Frames enter the allocator in pageblocks of 2 MiB or more. Source: arch/x86 pageblock_order with huge pages. */
const PAGEBLOCK_ORDER = 9;

/** Judges a block that was given back, and remembers it. Its alignment has been judged. */
export function judgeFreed(bench: Bench, event: Freed, span: Span): KmemConviction | null {
  const { judged, setting } = bench;
  const { pfn, order, pid } = event;
  if ((span.states[indexIn(pfn)] as number) >= ALLOCATED) {
    judged["free/one-block"]++;
    judged["free/once"]++;
  }
  if (setting.boot !== undefined) judged["free/online"]++;
  const wrong = judgeFrames(bench, event, span);
  if (wrong !== null) return wrong;
  const from = indexIn(pfn);
  const end = from + 2 ** order;
  explain(bench, event, span);
  bench.vacated += 2 ** order;
  // A call asks for the first place before it gives up the first source.
  if (bench.targets.length > 0 && (span.states[from] as number) >= ALLOCATED + MOVABLE)
    bench.sources.push({ pid, pfn });
  span.states.fill(FREE, from, end);
  span.freedAt.fill(bench.calls, from, end);
  return null;
}

/** The first frame that cannot have been given back. */
function judgeFrames(bench: Bench, event: Freed, span: Span): KmemConviction | null {
  const from = indexIn(event.pfn);
  for (let at = 0; at < 2 ** event.order; at++) {
    const state = span.states[from + at] as number;
    if (state === UNKNOWN) continue;
    if (state >= ALLOCATED) {
      const wrong = judgeUsed(event, state, event.pfn + at);
      if (wrong !== null) return wrong;
    } else if (event.order < PAGEBLOCK_ORDER) {
      const wrong = judgeUnused(bench, event, span, at);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

/** Counts what the trace does not show of the block's past, judged by its first frame. */
function explain({ explained, calls }: Bench, { pfn, order }: Freed, span: Span): void {
  const at = indexIn(pfn);
  const state = span.states[at] as number;
  if (state >= ALLOCATED) return;
  if (order >= PAGEBLOCK_ORDER) explained["onlined whole"]++;
  else if (state === UNKNOWN) explained["freed, not seen before"]++;
  else if (order === 0 && span.freedAt[at] === calls) explained["allocated in bulk"]++;
  else explained["taken silently"]++;
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
function judgeUnused(bench: Bench, event: Freed, span: Span, at: number): KmemConviction | null {
  const pfn = event.pfn + at;
  const index = indexIn(pfn);
  if (span.states[index] === OFFLINE) {
    return convict(event, "free/online", pfn, `frame ${hex(pfn)} is freed before its memory was onlined`);
  }
  // Around a migrate call free frames may be taken without an event, and every taker makes such a call.
  if (span.freedAt[index] === bench.calls && !mayBeBulk(bench, event)) {
    bench.judged["free/once"]++;
    const because = `frame ${hex(pfn)} is freed while it is free, and no migrate call ended in between`;
    bench.suspect ??= convict(event, "free/once", pfn, because);
  }
  return null;
}

/** Pages of vmalloc(), of network drivers and of RPC come from alloc_pages_bulk(): single, never movable, and without an event. */
const mayBeBulk = ({ setting }: Bench, { order, pfn }: Freed): boolean =>
  order === 0 && (setting.movable === undefined || !within(setting.movable, pfn));
