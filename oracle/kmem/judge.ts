import type { Allocated, Failed, Freed, KmemEvent } from "./event.ts";
import { SPAN } from "./frames.ts";
import { judgeAllocated } from "./judge-allocated.ts";
import { judgeFreed } from "./judge-freed.ts";
import { judgeMigrated } from "./judge-migrated.ts";
import { forget, hex, type KmemSetting, type Memory, openMemory } from "./memory.ts";
import type { KmemConviction } from "./rules.ts";

/** The largest order that is handed out on x86-64 and most others: blocks of 4 MiB. */
const MAX_ORDER = 10;
/** A huge page of 1 GiB is put together by alloc_contig_range(), and since Linux 6.12 given back whole. */
const GIGANTIC_ORDER = 18;

/** Takes in events in the order of a trace. */
export interface KmemJudge {
  readonly memory: Memory;
  /** Takes in one event. False: there is nothing left to learn. */
  take(event: KmemEvent): boolean;
  /** Set when the trace names frames of more memory than can be kept: the line. */
  readonly overflow: () => number | null;
  /** The first event that no legal history explains; asked for at the end, since a later event may explain an earlier one. */
  readonly conviction: () => KmemConviction | null;
}

/**
 * A judge of one trace. Premises: mm_page_alloc, mm_page_free and mm_migrate_pages were all traced, none was dropped without
 * a word, and their order is the true one (one processor, or a global trace clock).
 */
export function openJudge(setting: KmemSetting): KmemJudge {
  const memory = openMemory(setting);
  let convicted: KmemConviction | null = null;
  let overflow: number | null = null;

  const judgeBlock = (event: Allocated | Freed): KmemConviction | null => {
    const misplaced = judgePlace(memory, event);
    if (misplaced !== null) return misplaced;
    for (let pfn = event.pfn; pfn < event.pfn + 2 ** event.order; pfn += SPAN) {
      const span = memory.frames.spanOf(pfn);
      if (span === null) {
        overflow = event.line;
        return null;
      }
      const wrong =
        event.kind === "allocated" ? judgeAllocated(memory, event, span) : judgeFreed(memory, event, span, pfn);
      if (wrong !== null) return wrong;
    }
    return null;
  };

  return {
    memory,
    take(event) {
      if (convicted !== null) return mayExplain(memory, event);
      switch (event.kind) {
        case "allocated":
        case "freed":
          convicted = judgeBlock(event);
          break;
        case "migrated":
          convicted = judgeMigrated(memory, event);
          break;
        case "failed":
          explainFailed(memory, event);
          break;
        case "lost":
          forget(memory);
          break;
      }
      return overflow === null && (convicted === null || memory.suspects.length > 0);
    },
    overflow: () => overflow,
    // Suspects are from before the conviction: nothing is judged after it.
    conviction: () => memory.suspects[0]?.conviction ?? convicted,
  };
}

/** A frame freed twice before is convicted instead, unless something explains it yet. False once nothing is open. */
function mayExplain(memory: Memory, event: KmemEvent): boolean {
  if (event.kind === "lost" || (event.kind === "migrated" && event.reason === "compaction")) memory.suspects = [];
  if (event.kind === "failed") explainFailed(memory, event);
  return memory.suspects.length > 0;
}

/**
 * An accounted request that finds its memory cgroup full gives back frames whose allocation was not told, and fails after
 * that (mm/page_alloc.c __alloc_pages).
 */
function explainFailed(memory: Memory, { pid, order, gfp }: Failed): void {
  memory.explained["out of memory"]++;
  if (!gfp.isAccounted) return;
  const at = memory.suspects.findLastIndex(({ event }) => event.pid === pid && event.order === order);
  if (at !== -1) memory.suspects.splice(at, 1);
}

function judgePlace({ judged }: Memory, { kind, line, pfn, order }: Allocated | Freed): KmemConviction | null {
  judged["block/aligned"]++;
  const most = kind === "allocated" ? MAX_ORDER : GIGANTIC_ORDER;
  if (order > most) {
    const because = `a block of order ${order} is ${kind}; the largest order is ${most}`;
    return { rule: "block/aligned", line, pfn, because };
  }
  if (pfn % 2 ** order === 0) return null;
  const because = `a block of order ${order} begins at frame ${hex(pfn)}, which is no multiple of ${2 ** order}`;
  return { rule: "block/aligned", line, pfn, because };
}
