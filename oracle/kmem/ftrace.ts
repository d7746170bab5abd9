import { type Gfp, readGfp } from "./event.ts";
import { beyond, isNoFrame, openClock, type Parser } from "./fields.ts";

type Parsed = ReturnType<Parser["parse"]>;

/**
 * What stands before an event: task, pid, maybe the thread group in parentheses, processor, maybe letters on interrupts,
 * time, and with perf the event's group. Tasks name themselves, so that a name is taken to be as long as the column is wide.
 */
const PREFIX =
  /^(?:.{1,16})[- ] *(\d{1,9})(?:\/\d{1,9})? +(?:\([ \d-]{1,9}\) +)?\[\d{1,5}\] +(?:\S{1,16} +)?(\d{1,15}(?:\.\d{1,9})?): +(?:\w+:)?(\w+): *(.*)$/;

const ALLOCATED =
  /^(?:page=.{0,24}? )?pfn=(0x[0-9a-f]{1,16}|\d{1,20}) order=(\d{1,2}) migratetype=(\d{1,2}) (?:.* )?gfp_flags=(\S+) *$/;
const FREED = /^(?:page=.{0,24}? )?pfn=(0x[0-9a-f]{1,16}|\d{1,20}) order=(\d{1,2}) *$/;
const MIGRATED = /^nr_succeeded=(\d{1,9}) (?:.* )?reason=(\S+) *$/;

/** How `trace_pipe`, `trace`, trace-cmd and perf say that events are missing before this line. */
const LOST = /^(?:CPU:\d+ \[.*EVENTS.*\]|##### CPU \d+ buffer started ####)|\bPERF_RECORD_LOST\b/;

/** A line that cannot be read but names one of our events: whatever it hides would be missed. */
const OURS = /\b(?:mm_page_alloc|mm_page_free|mm_migrate_pages): /;

/** Spellings of flags are few; a file that makes them up must not fill our memory. */
const MOST_SPELLINGS = 4096;

/** Whether a line is one of ftrace's, so that {@link openFtrace} reads the file. */
export const isFtrace = (text: string): boolean =>
  PREFIX.test(text) || LOST.test(text) || OURS.test(text) || /^cpus=\d+$/.test(text);

/**
 * A reader of what the kernel prints in `trace` and `trace_pipe`, and of `trace-cmd report` and `perf script`. Other events,
 * stacks and marks are passed over.
 */
export function openFtrace(): Parser {
  const clock = openClock();
  const spellings = new Map<string, Gfp>();
  const flagsOf = (text: string): Gfp => {
    const known = spellings.get(text);
    if (known !== undefined) return known;
    const gfp = readGfp(text);
    if (spellings.size < MOST_SPELLINGS) spellings.set(text, gfp);
    return gfp;
  };
  const allocated = (fields: string, pid: number, line: number): Parsed => {
    const found = ALLOCATED.exec(fields);
    if (found === null) return bad("mm_page_alloc: … pfn=0xN order=N migratetype=N gfp_flags=WORDS");
    const pfn = Number(found[1]);
    const order = Number(found[2]);
    const gfp = flagsOf(found[4] as string);
    if (isNoFrame(pfn)) return { kind: "failed", line, pid, order, gfp };
    return beyond(pfn) ?? { kind: "allocated", line, pid, pfn, order, migratetype: Number(found[3]), gfp };
  };
  const freed = (fields: string, pid: number, line: number): Parsed => {
    const found = FREED.exec(fields);
    if (found === null) return bad("mm_page_free: … pfn=0xN order=N");
    const pfn = Number(found[1]);
    return beyond(pfn) ?? { kind: "freed", line, pid, pfn, order: Number(found[2]) };
  };
  const migrated = (fields: string, pid: number, line: number): Parsed => {
    const found = MIGRATED.exec(fields);
    if (found === null) return bad("mm_migrate_pages: nr_succeeded=N … reason=WORD");
    return { kind: "migrated", line, pid, succeeded: Number(found[1]), reason: found[2] as string };
  };
  const readers = new Map([
    ["mm_page_alloc", allocated],
    ["mm_page_free", freed],
    ["mm_migrate_pages", migrated],
  ]);
  return {
    parse(text, line) {
      const found = PREFIX.exec(text);
      if (found === null) {
        if (LOST.test(text)) return { kind: "lost", line };
        return OURS.test(text) ? bad("TASK-PID [CPU] FLAGS SECONDS: EVENT: FIELDS") : null;
      }
      const read = readers.get(found[3] as string);
      if (read === undefined) return null;
      const late = clock.check(Number(found[2]), line);
      return late ?? read(found[4] as string, Number(found[1]), line);
    },
  };
}

const bad = (form: string) => ({ why: `not as ftrace prints it: ${form}` });
