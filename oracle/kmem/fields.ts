import type { KmemEvent } from "./event.ts";

/** Turns lines into events; remembers what the lines before it said. */
export interface Parser {
  /** The event of a line, null for lines that are none, or what is wrong with the line. */
  parse(text: string, line: number): KmemEvent | null | Malformed;
}

/** What is wrong with a line, in one sentence that says what to do. */
export interface Malformed {
  readonly why: string;
}

/** x86-64 has at most 52 bits of physical address, in frames of 4 KiB. */
const MOST_FRAMES = 2 ** 40;

/** A frame number that no frame has. */
export const beyond = (pfn: number): Malformed | null =>
  pfn < MOST_FRAMES ? null : { why: `frame 0x${pfn.toString(16)} is beyond 52 bits of physical address` };

/**
 * Whether an allocation failed. The kernel records -1 and prints 0 (include/trace/events/kmem.h mm_page_alloc), which is
 * never handed out on x86-64: the firmware's first page stays reserved (arch/x86/kernel/setup.c).
 */
export const isNoFrame = (pfn: number): boolean => pfn === 0 || pfn >= 2 ** 64 - 1;

/** Watches that time never runs backward: then the order of lines is not the order of events, and nothing can be judged. */
export interface Clock {
  /** What is wrong with the time of a line, if anything. Any unit will do. */
  readonly check: (time: number, line: number) => Malformed | null;
}

/** A clock that has seen nothing. */
export function openClock(): Clock {
  let latest = Number.NEGATIVE_INFINITY;
  let latestLine = 0;
  return {
    check(time, line) {
      if (time < latest) {
        const why = `time runs backward, from ${latest} in line ${latestLine} to ${time}; sort the events by time, and trace with trace_clock=global`;
        return { why };
      }
      latest = time;
      latestLine = line;
      return null;
    },
  };
}
