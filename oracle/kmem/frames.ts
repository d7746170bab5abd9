import type { FrameRange } from "./ranges.ts";
import { within } from "./ranges.ts";

/** Nothing was seen of the frame yet; it may be anything that is online. */
export const UNKNOWN = 0;
/** Last seen being freed. */
export const FREE = 1;
/** Not online when the trace began, and not onlined since. */
export const OFFLINE = 2;
/** Allocated; the low bits are the order of the block it was allocated in. */
export const ALLOCATED = 16;
/** Added to {@link ALLOCATED} where the request was a movable one. */
export const MOVABLE = 32;
/** The order of an allocated frame's block. */
export const orderOf = (state: number): number => state & 15;

/** Frames of one table, 128 MiB: a multiple of every block that is handed out; a bigger block fills whole tables. */
export const SPAN = 32768;
/** 512 GiB; some 600 MiB of our own memory. */
const MOST_SPANS = 4096;

/** What is known of 128 MiB of frames. */
export interface Span {
  readonly states: Uint8Array;
  /** Of a free frame: how many migrate calls that take frames silently had ended when it was freed. */
  readonly freedAt: Uint32Array;
}

/** What is known of every frame that a trace named. */
export interface Frames {
  /** The span of a frame; null when the trace names frames of more memory than can be kept. */
  spanOf(pfn: number): Span | null;
  /** Forgets everything, also what was online when the trace began. */
  forget(): void;
}

/** Where a frame stands in its span. */
export const indexIn = (pfn: number): number => pfn % SPAN;

/** Nothing seen yet. `atFirst` is what was online when the trace began; undefined when nobody said. */
export function openFrames(atFirst: readonly FrameRange[] | undefined): Frames {
  let boot = atFirst;
  const spans = new Map<number, Span>();
  let last = -1;
  let lastSpan: Span | null = null;
  return {
    spanOf(pfn) {
      const number = Math.floor(pfn / SPAN);
      if (number === last) return lastSpan;
      let span = spans.get(number);
      if (span === undefined) {
        if (spans.size >= MOST_SPANS) return null;
        span = { states: new Uint8Array(SPAN), freedAt: new Uint32Array(SPAN) };
        if (boot !== undefined) {
          for (let at = 0; at < SPAN; at++) if (!within(boot, number * SPAN + at)) span.states[at] = OFFLINE;
        }
        spans.set(number, span);
      }
      last = number;
      lastSpan = span;
      return span;
    },
    forget() {
      boot = undefined;
      spans.clear();
      last = -1;
    },
  };
}
