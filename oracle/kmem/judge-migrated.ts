import { type Bench, hex } from "./bench.ts";
import type { Migrated } from "./event.ts";
import type { KmemConviction } from "./rules.ts";

/** A pageblock of 2 MiB: order 9. */
const PAGEBLOCK = 512;

/** Callers that empty a range and have new places allocated (mm/page_alloc.c __alloc_contig_migrate_range, mm/memory_hotplug.c). */
const rangeCallers: readonly string[] = ["contig_range", "memory_hotplug"];

/** Judges a migrate call that ended. */
export function judgeMigrated(bench: Bench, event: Migrated): KmemConviction | null {
  bench.calls++;
  // Compaction takes free frames before its call ends, so a frame that seemed to be freed twice may have been taken by it.
  if (event.reason === "compaction" && bench.suspect !== null) {
    bench.explained["taken silently"]++;
    bench.suspect = null;
  }
  const wrong = rangeCallers.includes(event.reason) ? (judgeTargets(bench, event) ?? judgeCount(bench, event)) : null;
  bench.targets.length = 0;
  bench.sources.length = 0;
  return wrong;
}

/**
 * While a call empties a range, the pageblocks of the range are isolated and nothing is allocated there. Which frames it
 * emptied is certain when one task allocated exactly as many places, and freed exactly as many movable frames, as pages moved.
 */
function judgeTargets({ targets, sources, judged, explained }: Bench, event: Migrated): KmemConviction | null {
  if (event.succeeded === 0) return null;
  const pid = targets[0]?.pid;
  const emptied = sources.filter((source) => source.pid === pid);
  const certain = (count: number) => count === event.succeeded;
  if (!certain(targets.length) || !certain(emptied.length) || targets.some((target) => target.pid !== pid)) {
    explained["call not attributed"]++;
    return null;
  }
  const isolated = new Set(emptied.map(({ pfn }) => Math.floor(pfn / PAGEBLOCK)));
  for (const { pfn, line } of targets) {
    judged["migrate/outside"]++;
    if (!isolated.has(Math.floor(pfn / PAGEBLOCK))) continue;
    const because = `a page moves to frame ${hex(pfn)}, in a pageblock that the call which ends in line ${event.line} empties`;
    return { rule: "migrate/outside", line, pfn, because };
  }
  return null;
}

/**
 * Each page that moved took a place, or was found to be freed by everybody else and is freed then. Not judged: the first call,
 * whose places may have been allocated before the trace; calls of several tasks, which may overlap; and calls that may have
 * moved hugetlb pages, of 512 frames, to pages of a pool.
 */
function judgeCount(bench: Bench, event: Migrated): KmemConviction | null {
  const { places, vacated, sawRangeCall, migrator } = bench;
  bench.sawRangeCall = true;
  bench.places = 0;
  bench.vacated = 0;
  if (!sawRangeCall || migrator === -1 || event.succeeded >= PAGEBLOCK) return null;
  bench.judged["migrate/target-each"]++;
  if (event.succeeded <= places + vacated) return null;
  const because = `${event.succeeded} pages moved, but only ${places} frames were allocated to move them to, and ${vacated} freed`;
  return { rule: "migrate/target-each", line: event.line, pfn: null, because };
}
