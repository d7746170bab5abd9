import { openCompact } from "./compact.ts";
import type { Parser } from "./fields.ts";
import { isFtrace, openFtrace } from "./ftrace.ts";

const isShort = (text: string): boolean => /^[AFGgMc] /.test(text);

/** Whether a file that begins with this line may be a trace: what is asked elsewhere begins otherwise. */
export const isTrace = (text: string): boolean => text.startsWith("#") || isShort(text) || isFtrace(text);

/** A reader of either format; the first line that is neither empty nor a remark decides which. */
export function openParser(): Parser {
  let chosen: Parser | null = null;
  return {
    parse(text, line) {
      if (chosen === null) {
        if (text === "" || text.startsWith("#")) return null;
        if (!isFtrace(text) && !isShort(text)) return neither(text);
        chosen = isFtrace(text) ? openFtrace() : openCompact();
      }
      return chosen.parse(text, line);
    },
  };
}

const neither = (text: string) => ({
  why: `begins with ${JSON.stringify(text.slice(0, 12))}, which is neither a line of ftrace, trace-cmd report or perf script nor one of the short format; see oracle/kmem/README.md`,
});
