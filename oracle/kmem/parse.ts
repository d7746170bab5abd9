import { openCompact } from "./compact.ts";
import type { Parser } from "./fields.ts";
import { isFtrace, openFtrace } from "./ftrace.ts";

/** A reader of either format; the first line that is neither empty nor a remark decides which. */
export function openParser(): Parser {
  let chosen: Parser | null = null;
  return {
    parse(text, line) {
      if (chosen === null) {
        if (text === "" || text.startsWith("#")) return null;
        if (!isFtrace(text) && !/^[AFGgMc] /.test(text)) return neither(text);
        chosen = isFtrace(text) ? openFtrace() : openCompact();
      }
      return chosen.parse(text, line);
    },
  };
}

const neither = (text: string) => ({
  why: `begins with ${JSON.stringify(text.slice(0, 12))}, which is neither a line of ftrace, trace-cmd report or perf script nor one of the short format; see oracle/kmem/README.md`,
});
