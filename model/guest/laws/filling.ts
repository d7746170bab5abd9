import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { sharedSupply } from "../memory/available.ts";
import { type CachedRun, type File, firstAbove } from "../memory/cache.ts";
import type { Need } from "../memory/need.ts";
import { cacheRun, fileOf } from "../memory/pages.ts";
import type { Process } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { isInside, notAsMany, notFree, notUsable, say } from "./frames.ts";

/** Pages of a file that a command uses. */
export type FileSpan = NonNullable<Need["span"]>;

/** How many pages of a span were not cached and now are; or what is wrong. */
export type Filled = { readonly kind: "filled"; readonly pages: number } | Illegal;

/** How far a span is filled: the next page, pages that were missing, and how many of those lie in boot memory. */
interface Progress {
  index: number;
  pages: number;
  boot: number;
}

/** Pages of a file in the page cache, old and new: judges where they lie and takes frames for the new ones. */
export function fillSpan(state: GuestState, process: Process, span: FileSpan, extents: readonly Extent[]): Filled {
  const wrongSum = notAsMany(state, extents, span.pages);
  if (wrongSum !== undefined) return wrongSum;
  const progress: Progress = { index: span.first, pages: 0, boot: 0 };
  for (const extent of extents) {
    const wrong = notUsable(state, extent);
    if (wrong !== undefined) return wrong;
    if (!isInside(state, extent)) continue;
    const misplaced = fillExtent(state, process, span, extent, progress);
    if (misplaced !== undefined) return misplaced;
  }
  const wrong = progress.boot > 0 ? sharedFirst(state, process, span) : undefined;
  return wrong ?? { kind: "filled", pages: progress.pages };
}

/** Cached pages and missing ones alternate within an extent; each run of either kind is judged at once. */
function fillExtent(
  state: GuestState,
  process: Process,
  span: FileSpan,
  { first, count }: Extent,
  progress: Progress,
): Illegal | undefined {
  const file = fileOf(state, span.file);
  for (let at: number = first; at < first + count; ) {
    const { index } = progress;
    const left = first + count - at;
    const run = runAt(file, index);
    const step = run === undefined ? missingFrom(file, index, left) : Math.min(left, run.index + run.count - index);
    const wrong =
      run === undefined
        ? (notFree(state, at, step) ?? outside(state, process, span, at, step))
        : elsewhere(state, run, index, at);
    if (wrong !== undefined) return wrong;
    if (run === undefined) {
      cacheRun(state, file, index, at, step);
      progress.pages += step;
      progress.boot += Math.max(0, Math.min(at + step, state.geometry.bootFrames) - at);
    }
    progress.index += step;
    at += step;
  }
  return undefined;
}

/** The cached run that holds a page, if any. */
function runAt({ cached }: File, index: number): CachedRun | undefined {
  const run = cached[firstAbove(cached, index)];
  return run !== undefined && run.index <= index ? run : undefined;
}

/** Pages from this one on, at most so many, that are all missing. */
function missingFrom({ cached }: File, index: number, most: number): number {
  const next = cached[firstAbove(cached, index)];
  return next === undefined ? most : Math.min(most, next.index - index);
}

/** A cached page is used where it lies. */
function elsewhere(state: GuestState, run: CachedRun, index: number, frame: number): Illegal | undefined {
  const rule = rules["files/one-copy"];
  const owed = run.frame + index - run.index;
  if (!weighs(state.docket, rule) || owed === frame) return undefined;
  return illegal(rule, `page ${index} is cached in frame ${owed}, not ${frame}`);
}

/** Where new file pages may lie in a guest with partitions. */
function outside(
  state: GuestState,
  process: Process,
  span: FileSpan,
  first: number,
  count: number,
): Illegal | undefined {
  const { docket, layout, options, geometry } = state;
  if (state.hotplug.partitioned !== true) return undefined;
  const { shared } = layout;
  const end = first + count;
  if (process.partition < 0) {
    const rule = rules["confine/unassigned"];
    if (!weighs(docket, rule) || end <= shared.first + shared.count) return undefined;
    return illegal(rule, `file pages in ${say(first, count)} for a process without a partition`);
  }
  const rule = rules["confine/files"];
  if (!weighs(docket, rule)) return undefined;
  if (end > shared.first + shared.count)
    return illegal(rule, `file pages in ${say(first, count)}, a private partition`);
  if (!span.fault && options.fileReads === "boot") {
    return end <= geometry.bootFrames
      ? undefined
      : illegal(rule, `file pages that were read lie in ${say(first, count)}`);
  }
  if (options.sharedFull === "drop-then-boot" || first >= shared.first) return undefined;
  return illegal(rule, `file pages in ${say(first, count)}, outside the shared partition`);
}

/** Boot memory serves file pages only when the shared partition cannot. */
function sharedFirst(state: GuestState, { partition }: Process, span: FileSpan): Illegal | undefined {
  const { docket, options, hotplug } = state;
  if (hotplug.partitioned !== true || partition < 0 || (!span.fault && options.fileReads === "boot")) return undefined;
  const rule = rules["confine/shared-first"];
  if (!weighs(docket, rule)) return undefined;
  const room = sharedSupply(state, span);
  return room <= 0
    ? undefined
    : illegal(rule, `file pages went to boot memory although ${room} shared frames could be had`);
}
