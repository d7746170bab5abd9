import { type Extent, extent } from "../../units.ts";
import { append, zoneOf } from "./frames.ts";
import type { Machine } from "./machine.ts";
import type { CacheRun, DiskRun, FileCache, Frames } from "./parts.ts";

/** Where in the list the first run is that ends above an index. */
export function firstAbove(runs: readonly { readonly index: number; readonly count: number }[], index: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle] as CacheRun;
    if (run.index + run.count > index) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Makes a run begin at this index if one holds it. */
export function splitAt({ cached }: FileCache, index: number): void {
  const at = firstAbove(cached, index);
  const run = cached[at];
  if (run === undefined || run.index >= index) return;
  const head = index - run.index;
  const rest = { ...run, index, count: run.count - head, first: run.first + head, holds: { ...run.holds } };
  run.count = head;
  cached.splice(at + 1, 0, rest);
}

/** The runs that hold pages of a range, and no others; split off where need be. Changing the list does not change them. */
export function cachedIn(file: FileCache, first: number, pages: number): readonly CacheRun[] {
  splitAt(file, first);
  splitAt(file, first + pages);
  const { cached } = file;
  const from = firstAbove(cached, first);
  let to = from;
  while (to < cached.length && (cached[to] as CacheRun).index < first + pages) to++;
  return cached.slice(from, to);
}

/** Puts a run into its place in the list. */
export function insert({ cached }: FileCache, run: CacheRun): void {
  cached.splice(firstAbove(cached, run.index), 0, run);
}

/** Takes a run off the list. */
export function takeOut({ cached }: FileCache, run: CacheRun): void {
  const at = cached.indexOf(run);
  if (at >= 0) cached.splice(at, 1);
}

const alike = (f: Frames, a: CacheRun, b: CacheRun): boolean =>
  a.index + a.count === b.index &&
  a.first + a.count === b.first &&
  a.maps === b.maps &&
  a.dirty === b.dirty &&
  a.holds.io === b.holds.io &&
  a.holds.longterm === b.holds.longterm &&
  a.holds.splice === b.holds.splice &&
  zoneOf(f, a.first) === zoneOf(f, b.first);

/** Joins runs around a range that have become alike, so that a file does not fall to pieces with time. */
export function joinAlike(m: Machine, { cached }: FileCache, first = 0, pages = Number.MAX_SAFE_INTEGER): void {
  let last = Math.max(0, firstAbove(cached, first) - 1);
  let at = last + 1;
  for (; at < cached.length; at++) {
    const kept = cached[last] as CacheRun;
    const run = cached[at] as CacheRun;
    if (alike(m.frames, kept, run)) kept.count += run.count;
    else cached[++last] = run;
    if (run.index >= first + pages) break;
  }
  const end = Math.min(at, cached.length - 1);
  if (last < end) cached.splice(last + 1, end - last);
}

/** Where pages lie that are all in memory, in page order. */
export function spansOf({ cached }: FileCache, first: number, pages: number): readonly Extent[] {
  const into: Extent[] = [];
  for (let at = firstAbove(cached, first); at < cached.length; at++) {
    const run = cached[at] as CacheRun;
    if (run.index >= first + pages) break;
    const skip = Math.max(0, first - run.index);
    const count = Math.min(run.count, first + pages - run.index) - skip;
    append(into, run.first + skip, count);
  }
  return into;
}

/** Stretches of a range that are not in memory: index and count. */
export function missingIn({ cached }: FileCache, first: number, pages: number): readonly Extent[] {
  const missing: Extent[] = [];
  let index = first;
  for (let at = firstAbove(cached, first); at < cached.length; at++) {
    const run = cached[at] as CacheRun;
    if (run.index >= first + pages) break;
    if (run.index > index) missing.push(extent(index, run.index - index));
    index = run.index + run.count;
  }
  if (index < first + pages) missing.push(extent(index, first + pages - index));
  return missing;
}

/** Calls back for stretches of equal content on disk. */
export function eachOnDisk(
  disk: readonly DiskRun[],
  first: number,
  pages: number,
  visit: (index: number, count: number, value: number) => void,
): void {
  let index = first;
  const end = first + pages;
  for (let at = firstAbove(disk, first); at < disk.length && index < end; at++) {
    const run = disk[at] as DiskRun;
    if (run.index >= end) break;
    if (run.index > index) visit(index, run.index - index, 0);
    const from = Math.max(index, run.index);
    index = Math.min(end, run.index + run.count);
    visit(from, index - from, run.value);
  }
  if (index < end) visit(index, end - index, 0);
}

/** Overwrites pages on disk; pages of content 0 take no place. */
export function writeDisk(file: FileCache, first: number, pages: number, value: number): void {
  const end = first + pages;
  const kept: DiskRun[] = [];
  for (const run of file.disk) {
    const runEnd = run.index + run.count;
    if (run.index < first) kept.push({ ...run, count: Math.min(run.count, first - run.index) });
    if (runEnd > end) {
      const index = Math.max(run.index, end);
      kept.push({ index, count: runEnd - index, value: run.value });
    }
  }
  if (value !== 0) kept.push({ index: first, count: pages, value });
  kept.sort((a, b) => a.index - b.index);
  file.disk = joinDisk(kept);
}

function joinDisk(runs: readonly DiskRun[]): DiskRun[] {
  const joined: DiskRun[] = [];
  for (const run of runs) {
    const last = joined[joined.length - 1];
    if (last !== undefined && last.value === run.value && last.index + last.count === run.index)
      last.count += run.count;
    else joined.push(run);
  }
  return joined;
}
