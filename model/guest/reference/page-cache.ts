import { type Extent, extent } from "../../units.ts";
import { cachedIn, eachOnDisk, insert, joinAlike, missingIn, spansOf, splitAt, takeOut, writeDisk } from "./cache.ts";
import { eachRun, fill, zoneOf } from "./frames.ts";
import { type Machine, tell } from "./machine.ts";
import { forgetEmpty, isHeld, rememberFile, unheld } from "./owners.ts";
import type { CacheRun, FileCache, Pages, Process } from "./parts.ts";

/**
 * Brings pages of a file into memory, as filemap_fault and filemap_read do. Pages of the range that are there already stay
 * whatever has to be dropped for the others, because they are held meanwhile.
 */
export function fillCache(
  m: Machine,
  process: Process,
  file: FileCache,
  { first, pages }: Pages,
  fault: boolean,
): boolean {
  const missing = missingIn(file, first, pages);
  if (missing.length === 0) return true;
  const wanted = missing.reduce((sum, { count }) => sum + count, 0);
  const zones = m.steps.zonesForFile(m, process, fault);
  const there = wanted < pages ? cachedIn(file, first, pages) : [];
  for (const run of there) run.holds.io++;
  const fits = m.steps.makeRoom(m, zones, wanted);
  for (const run of there) run.holds.io--;
  if (fits) {
    rememberFile(m, file);
    placePages(m, file, zones, missing);
    m.meter.faulted += wanted;
  }
  joinAlike(m, file, first, pages);
  return fits;
}

/** Puts missing pages into frames of these zones, the lowest pages into the first zone, and reads them. */
function placePages(m: Machine, file: FileCache, zones: readonly number[], missing: readonly Extent[]): void {
  let at = 0;
  for (const { first, count } of missing) {
    for (let index: number = first, left: number = count; left > 0; ) {
      const zone = zones[at] as number;
      const here = Math.min(left, m.steps.roomIn(m, zone));
      if (here === 0) {
        at++;
        continue;
      }
      const spans: Extent[] = [];
      m.steps.takeFrames(m, zone, here, file.id, spans);
      for (const span of spans) {
        const run: CacheRun = { index, count: span.count, first: span.first, maps: 0, holds: unheld(), dirty: false };
        insert(file, run);
        m.steps.load(m, file, run);
        index += span.count;
      }
      left -= here;
    }
  }
}

/** Reads pages from disk. */
export function load(m: Machine, { disk }: FileCache, run: CacheRun): void {
  eachOnDisk(disk, run.index, run.count, (index, count, value) =>
    fill(m.frames, run.first + index - run.index, count, value),
  );
}

/** Overwrites pages that are in memory, where everybody sees it who maps them; they are dirty from now on. */
export function storeFile(m: Machine, file: FileCache, first: number, pages: number, value: number): void {
  m.steps.store(m, spansOf(file, first, pages), value);
  for (const run of cachedIn(file, first, pages)) m.steps.markDirty(m, run);
  joinAlike(m, file, first, pages);
}

/** Content of these pages is newer than what the disk has. */
export function markDirty(_: Machine, run: CacheRun): void {
  run.dirty = true;
}

/** Writes what is dirty to disk. */
export function writeBack(m: Machine, file: FileCache): void {
  for (const run of file.cached) {
    if (!run.dirty) continue;
    let index = run.index;
    eachRun(m.frames, run.first, run.count, (_, count, { value }) => {
      writeDisk(file, index, count, value);
      index += count;
    });
    run.dirty = false;
  }
  joinAlike(m, file);
}

/** One area more that maps these pages of a file, all of them in memory. */
export function mapFile(m: Machine, file: FileCache, first: number, pages: number): void {
  for (const run of cachedIn(file, first, pages)) run.maps++;
  joinAlike(m, file, first, pages);
}

/** One area less that maps these pages; they stay in the page cache. */
export function unmapFile(m: Machine, file: FileCache, first: number, pages: number): void {
  for (const run of cachedIn(file, first, pages)) run.maps--;
  joinAlike(m, file, first, pages);
}

/** Only pages that can be read again and that nobody uses. */
export const mayDrop = (_: Machine, { dirty, maps, holds }: CacheRun): boolean =>
  !dirty && maps === 0 && !isHeld(holds);

/** Forgets pages and frees their frames. */
export function dropPages(m: Machine, file: FileCache, run: CacheRun): void {
  takeOut(file, run);
  tell(m, { kind: "drop", extent: extent(run.first, run.count) });
  m.steps.freeFrames(m, run.first, run.count);
  forgetEmpty(m, file);
}

/** Drops no more than is wanted, file by file. */
export function dropIn(m: Machine, zone: number, wanted: number): void {
  if (m.steps.roomIn(m, zone) >= wanted) return;
  for (const file of m.society.files.values()) {
    for (let at = 0; at < file.cached.length; ) {
      const run = file.cached[at] as CacheRun;
      if (zoneOf(m.frames, run.first) !== zone || !m.steps.mayDrop(m, run)) {
        at++;
        continue;
      }
      const left = file.cached.length;
      const short = wanted - m.steps.roomIn(m, zone);
      if (short < run.count) splitAt(file, run.index + short);
      m.steps.dropPages(m, file, run);
      if (m.steps.roomIn(m, zone) >= wanted) return;
      if (file.cached.length >= left) at++;
    }
  }
}
