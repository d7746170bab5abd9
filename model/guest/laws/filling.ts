import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { sharedSupply } from "../memory/available.ts";
import type { File } from "../memory/cache.ts";
import type { Need } from "../memory/need.ts";
import { cacheRun, fileOf } from "../memory/pages.ts";
import type { Process } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { notAsMany, notFree, notUsable, say } from "./frames.ts";

/** Pages of a file that a command uses. */
export type FileSpan = NonNullable<Need["span"]>;

/** How many pages of a span were not cached and now are; or what is wrong. */
export type Filled = { readonly kind: "filled"; readonly pages: number } | Illegal;

/** Pages of a file in the page cache, old and new: judges where they lie and takes frames for the new ones. */
export function fillSpan(state: GuestState, process: Process, span: FileSpan, extents: readonly Extent[]): Filled {
  const wrongSum = notAsMany(state, extents, span.pages);
  if (wrongSum !== undefined) return wrongSum;
  const file = fileOf(state, span.file);
  let index = span.first;
  let pages = 0;
  let boot = 0;
  for (const extent of extents) {
    const wrong = notUsable(state, extent);
    if (wrong !== undefined) return wrong;
    // Pages that are cached and pages that are not alternate within an extent; each run of either kind is judged at once.
    for (let at: number = extent.first; at < extent.first + extent.count; ) {
      const end = runOf(file, index, at, extent.first + extent.count);
      const known = isCached(file, index);
      const broken = known
        ? elsewhere(state, file, index, at, end - at)
        : (notFree(state, at, end - at) ?? outside(state, process, span, at, end - at));
      if (broken !== undefined) return broken;
      if (!known) {
        cacheRun(state, span.file, index, at, end - at);
        pages += end - at;
        boot += Math.max(0, Math.min(end, state.geometry.bootFrames) - at);
      }
      index += end - at;
      at = end;
    }
  }
  return (boot > 0 ? sharedFirst(state, process, span) : undefined) ?? { kind: "filled", pages };
}

const isCached = (file: File, index: number): boolean => (file.cached[index] ?? 0) !== 0;

/** End of the frames, at most `end`, whose pages are all cached or all not, beginning with this page in this frame. */
function runOf(file: File, index: number, first: number, end: number): number {
  const known = isCached(file, index);
  let at = first + 1;
  while (at < end && isCached(file, index + at - first) === known) at++;
  return at;
}

/** A cached page is used where it lies. */
function elsewhere(state: GuestState, file: File, index: number, first: number, count: number): Illegal | undefined {
  const rule = rules["files/one-copy"];
  if (!weighs(state.docket, rule)) return undefined;
  for (let i = 0; i < count; i++) {
    const frame = state.files.frame[(file.cached[index + i] as number) - 1];
    if (frame !== first + i) return illegal(rule, `page ${index + i} is cached in frame ${frame}, not ${first + i}`);
  }
  return undefined;
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
