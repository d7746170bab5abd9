import { type Bench, hex, type KmemSetting, openBench } from "./bench.ts";
import type { Allocated, Freed, KmemEvent } from "./event.ts";
import { judgeAllocated } from "./judge-allocated.ts";
import { judgeFreed } from "./judge-freed.ts";
import { judgeMigrated } from "./judge-migrated.ts";
import type { KmemConviction } from "./rules.ts";

/** The largest order of x86-64 and of most others: blocks of 4 MiB. */
const MAX_ORDER = 10;

/** Takes in events in the order of a trace. */
export interface KmemJudge {
  readonly bench: Bench;
  /** Takes in one event. False: there is nothing left to learn. */
  take(event: KmemEvent): boolean;
  /** Set when the trace names frames of more memory than can be kept: the line. */
  readonly overflow: () => number | null;
  /** The first event that no legal history explains; asked for at the end, since a later event may explain an earlier one. */
  readonly conviction: () => KmemConviction | null;
}

/**
 * A judge of one trace. Premises: mm_page_alloc, mm_page_free and mm_migrate_pages were all traced, none was dropped, and
 * their order is the true one (one processor, or a global trace clock).
 */
export function openJudge(setting: KmemSetting): KmemJudge {
  const bench = openBench(setting);
  let convicted: KmemConviction | null = null;
  let overflow: number | null = null;
  return {
    bench,
    take(event) {
      if (convicted !== null) {
        // The frame freed twice before is convicted instead, unless compaction explains it yet.
        if (event.kind === "migrated" && event.reason === "compaction") bench.suspect = null;
        return bench.suspect !== null;
      }
      if (event.kind === "migrated") {
        convicted = judgeMigrated(bench, event);
      } else {
        const span = bench.frames.spanOf(event.pfn);
        if (span === null) {
          overflow = event.line;
          return false;
        }
        convicted =
          judgeBlock(bench, event) ??
          (event.kind === "allocated" ? judgeAllocated(bench, event, span) : judgeFreed(bench, event, span));
      }
      return convicted === null || bench.suspect !== null;
    },
    overflow: () => overflow,
    conviction() {
      const { suspect } = bench;
      if (suspect === null || convicted === null) return suspect ?? convicted;
      return suspect.line < convicted.line ? suspect : convicted;
    },
  };
}

function judgeBlock({ judged }: Bench, { line, pfn, order }: Allocated | Freed): KmemConviction | null {
  judged["block/aligned"]++;
  if (order > MAX_ORDER) {
    return {
      rule: "block/aligned",
      line,
      pfn,
      because: `a block of order ${order}; the largest order is ${MAX_ORDER}`,
    };
  }
  if (pfn % 2 ** order === 0) return null;
  const because = `a block of order ${order} begins at frame ${hex(pfn)}, which is no multiple of ${2 ** order}`;
  return { rule: "block/aligned", line, pfn, because };
}
