import { type Gfp, type KmemEvent, readGfp } from "./event.ts";

/** Turns lines into events; remembers the dictionary of GFP flags that the lines before spelled out. */
export interface Parser {
  /** The event of a line, null for lines that are none, or what is wrong with the line. */
  parse(text: string, line: number): KmemEvent | null | { readonly why: string };
}

const ALLOCATED = /^A \d{1,15} (\d{1,9}) ([0-9a-f]{1,16}) (\d{1,2}) (\d{1,2}) (\d{1,4})$/;
const FREED = /^F \d{1,15} (\d{1,9}) ([0-9a-f]{1,16}) (\d{1,2})$/;
const MIGRATED = /^G \d{1,15} nr_succeeded=(\d{1,9}) nr_failed=\d{1,9} (?:.* )?reason=(\S+)$/;
const FLAGS = /^g (\d{1,4}) (\S+)$/;

/** What the kernel prints as the frame of an allocation that failed: -1. */
const FAILED = "ffffffffffffffff";
/** x86-64 has at most 52 bits of physical address, in frames of 4 KiB. */
const MOST_FRAMES = 2 ** 40;

const forms: Readonly<Record<string, string>> = {
  A: "A MICROSECONDS PID PFN ORDER MIGRATETYPE FLAGS",
  F: "F MICROSECONDS PID PFN ORDER",
  G: "G MICROSECONDS nr_succeeded=N nr_failed=N ... reason=WORD",
  g: "g NUMBER FLAGS",
};

/** A reader of the format that the README beside this file describes. */
export function openParser(): Parser {
  const dictionary: (Gfp | undefined)[] = [];
  const bad = (text: string) => ({ why: `not a line of the form ${forms[text[0] ?? ""]}` });

  const allocated = (text: string, line: number): ReturnType<Parser["parse"]> => {
    const found = ALLOCATED.exec(text);
    if (found === null) return bad(text);
    if (found[2] === FAILED) return null;
    const pfn = Number.parseInt(found[2] as string, 16);
    if (pfn >= MOST_FRAMES) return beyond(found[2] as string);
    const gfp = dictionary[Number(found[5])];
    if (gfp === undefined)
      return { why: `flags number ${found[5]} were never spelled out in a line "g ${found[5]} …"` };
    return {
      kind: "allocated",
      line,
      pid: Number(found[1]),
      pfn,
      order: Number(found[3]),
      migratetype: Number(found[4]),
      gfp,
    };
  };
  const freed = (text: string, line: number): ReturnType<Parser["parse"]> => {
    const found = FREED.exec(text);
    if (found === null) return bad(text);
    const pfn = Number.parseInt(found[2] as string, 16);
    if (pfn >= MOST_FRAMES) return beyond(found[2] as string);
    return { kind: "freed", line, pid: Number(found[1]), pfn, order: Number(found[3]) };
  };
  const migrated = (text: string, line: number): ReturnType<Parser["parse"]> => {
    const found = MIGRATED.exec(text);
    return found === null
      ? bad(text)
      : { kind: "migrated", line, succeeded: Number(found[1]), reason: found[2] as string };
  };
  const flags = (text: string): ReturnType<Parser["parse"]> => {
    const found = FLAGS.exec(text);
    if (found === null) return bad(text);
    dictionary[Number(found[1])] = readGfp(found[2] as string);
    return null;
  };
  return {
    parse(text, line) {
      if (text[1] !== " " && text[0] !== "#" && text !== "") return unknown(text);
      switch (text[0]) {
        case "A":
          return allocated(text, line);
        case "F":
          return freed(text, line);
        case "G":
          return migrated(text, line);
        case "g":
          return flags(text);
        case "M":
        case "c":
        case "#":
        case undefined:
          return null;
        default:
          return unknown(text);
      }
    },
  };
}

const beyond = (pfn: string) => ({ why: `frame 0x${pfn} is beyond 52 bits of physical address` });
const unknown = (text: string) => ({
  why: `a line begins with A, F, G, M, g, c or #, and a space; this one begins with ${JSON.stringify(text.slice(0, 12))}`,
});
