import { type Gfp, readGfp } from "./event.ts";
import { beyond, isNoFrame, openClock, type Parser } from "./fields.ts";

type Parsed = ReturnType<Parser["parse"]>;

const ALLOCATED = /^A (\d{1,15}) (\d{1,9}) ([0-9a-f]{1,16}) (\d{1,2}) (\d{1,2}) (\d{1,4})$/;
const FREED = /^F (\d{1,15}) (\d{1,9}) ([0-9a-f]{1,16}) (\d{1,2})$/;
const MIGRATED = /^G (\d{1,15}) (?:(\d{1,9}) )?nr_succeeded=(\d{1,9}) nr_failed=\d{1,9} (?:.* )?reason=(\S+)$/;
const FLAGS = /^g (\d{1,4}) (\S+)$/;

const forms: Readonly<Record<string, string>> = {
  A: "A MICROSECONDS PID PFN ORDER MIGRATETYPE FLAGS",
  F: "F MICROSECONDS PID PFN ORDER",
  G: "G MICROSECONDS nr_succeeded=N nr_failed=N ... reason=WORD",
  g: "g NUMBER FLAGS",
};

/** A reader of the short format that the README beside this file describes. */
export function openCompact(): Parser {
  const dictionary: (Gfp | undefined)[] = [];
  const clock = openClock();
  const bad = (text: string) => ({ why: `not a line of the form ${forms[text[0] ?? ""]}` });

  const allocated = (text: string, line: number): Parsed => {
    const found = ALLOCATED.exec(text);
    if (found === null) return bad(text);
    const gfp = dictionary[Number(found[6])];
    if (gfp === undefined)
      return { why: `flags number ${found[6]} were never spelled out in a line "g ${found[6]} …"` };
    const pid = Number(found[2]);
    const pfn = Number.parseInt(found[3] as string, 16);
    const order = Number(found[4]);
    const wrong = clock.check(Number(found[1]), line);
    if (wrong !== null) return wrong;
    if (isNoFrame(pfn)) return { kind: "failed", line, pid, order, gfp };
    return beyond(pfn) ?? { kind: "allocated", line, pid, pfn, order, migratetype: Number(found[5]), gfp };
  };
  const freed = (text: string, line: number): Parsed => {
    const found = FREED.exec(text);
    if (found === null) return bad(text);
    const pfn = Number.parseInt(found[3] as string, 16);
    const wrong = clock.check(Number(found[1]), line) ?? beyond(pfn);
    return wrong ?? { kind: "freed", line, pid: Number(found[2]), pfn, order: Number(found[4]) };
  };
  const migrated = (text: string, line: number): Parsed => {
    const found = MIGRATED.exec(text);
    if (found === null) return bad(text);
    const pid = found[2] === undefined ? null : Number(found[2]);
    const wrong = clock.check(Number(found[1]), line);
    return wrong ?? { kind: "migrated", line, pid, succeeded: Number(found[3]), reason: found[4] as string };
  };
  const flags = (text: string): Parsed => {
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

const unknown = (text: string) => ({
  why: `a line begins with A, F, G, M, g, c or #, and a space; this one begins with ${JSON.stringify(text.slice(0, 12))}`,
});
