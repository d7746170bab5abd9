import type { Migrated } from "./event.ts";
import { ANYBODY, hex, type Memory, MOST_HELD, MOST_MOVES } from "./memory.ts";
import type { KmemConviction } from "./rules.ts";

/** A pageblock of 2 MiB: order 9. */
const PAGEBLOCK = 512;

/** Callers that empty a range and have new places allocated (mm/page_alloc.c __alloc_contig_migrate_range, mm/memory_hotplug.c). */
const rangeCallers: readonly string[] = ["contig_range", "memory_hotplug"];

/** Callers that take no free frame but those they are traced to be given (include/linux/migrate_mode.h migrate_reason). */
const harmless: readonly string[] = [
  "syscall_or_cpuset",
  "mempolicy_mbind",
  "numa_misplaced",
  "longterm_pin",
  "demotion",
  "damon",
];

/** Tasks remembered; with more, they are forgotten, and the next call of each is not judged. */
const MOST_CALLERS = 4096;

/** Judges a migrate call that ended. */
export function judgeMigrated(memory: Memory, event: Migrated): KmemConviction | null {
  if (!harmless.includes(event.reason)) memory.calls++;
  // Compaction takes free frames before its call ends, so a frame that seemed to be freed twice may have been taken by it.
  if (event.reason === "compaction") {
    memory.explained["taken silently"] += memory.suspects.length;
    memory.suspects = [];
  }
  const empties = rangeCallers.includes(event.reason);
  const wrong = empties ? (judgeTargets(memory, event) ?? judgeCount(memory, event)) : null;
  memory.targets.length = 0;
  memory.sources.length = 0;
  return wrong;
}

/**
 * While a call empties a range, the pageblocks of the range are isolated and nothing is allocated there. Which ones they are
 * shows where one task allocated exactly as many places as pages moved, and freed exactly as many movable frames, and nobody
 * else freed any; a pageblock counts only if more frames of it were freed than somebody else may have held back.
 */
function judgeTargets(memory: Memory, event: Migrated): KmemConviction | null {
  const { targets, sources, judged, explained } = memory;
  if (event.succeeded === 0) return null;
  const pid = event.pid ?? targets[0]?.pid;
  const isCertain = (moves: readonly { readonly pid: number }[]) =>
    moves.length === event.succeeded && moves.length < MOST_MOVES && moves.every((move) => move.pid === pid);
  if (!isCertain(targets) || !isCertain(sources) || !targets.every(({ gfp }) => gfp.isSpelledOut)) {
    explained["call not attributed"]++;
    return null;
  }
  const emptied = new Map<number, number>();
  for (const { pfn } of sources) emptied.set(blockOf(pfn), (emptied.get(blockOf(pfn)) ?? 0) + 1);
  for (const { pfn, line } of targets) {
    judged["migrate/outside"]++;
    if ((emptied.get(blockOf(pfn)) ?? 0) <= MOST_HELD) continue;
    const because = `a page moves to frame ${hex(pfn)}, in a pageblock that the call which ends in line ${event.line} empties`;
    return { rule: "migrate/outside", line, pfn, because };
  }
  return null;
}

const blockOf = (pfn: number) => Math.floor(pfn / PAGEBLOCK);

/**
 * Each page that moved took a place, or was found to be freed by everybody else and is freed then. Not judged: a task's first
 * call, whose places may have been allocated before the trace; calls of several tasks, where the trace does not tell whose
 * call ended; and calls that may have moved hugetlb pages, of 512 frames, to pages of a pool.
 */
function judgeCount(memory: Memory, event: Migrated): KmemConviction | null {
  const { callers, vacated, migrator, judged } = memory;
  const who = event.pid ?? ANYBODY;
  const before = callers.get(who);
  // Nameless, a call that moved nothing may be another task's, in the middle of one that moves.
  if (event.pid === null && event.succeeded === 0 && before !== undefined) return null;
  if (callers.size >= MOST_CALLERS) callers.clear();
  callers.set(who, { places: 0, vacatedBefore: vacated });
  if (before === undefined || event.succeeded >= PAGEBLOCK) return null;
  if (event.pid === null && migrator === ANYBODY) return null;
  judged["migrate/target-each"]++;
  const freed = vacated - before.vacatedBefore;
  if (event.succeeded <= before.places + freed + MOST_HELD) return null;
  const because = `${event.succeeded} pages moved, but only ${before.places} frames were allocated to move them to, and ${freed} freed`;
  return { rule: "migrate/target-each", line: event.line, pfn: null, because };
}
