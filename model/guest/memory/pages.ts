import type { GuestState } from "../state.ts";
import { type CachedRun, cutAt, type File, firstAbove, joinAlike, runInFrame } from "./cache.ts";
import { freeRun, takeFrames } from "./frames.ts";
import { FILE, markOf } from "./owners.ts";

/** Pages in the page cache. */
export const cachePages = ({ files }: GuestState): number => files.count;

/** Where a cached page lies; indexes the idle pages of the page cache. */
export const IN_SHARED = 0;
export const IN_BOOT = 1;
export const ELSEWHERE = 2;

/** The file of this number; made when it is first used. */
export function fileOf({ files }: GuestState, number: number): File {
  const known = files.files.get(number);
  if (known !== undefined) return known;
  const file: File = { number, cached: [], content: [] };
  files.files.set(number, file);
  return file;
}

/** Whether cached pages may be given up: clean, mapped by nobody, held by nobody. */
export const isIdle = ({ maps, holds, dirty }: CachedRun): boolean => maps === 0 && holds === 0 && !dirty;

/** Frames of a run that lie in a place. */
function inPlace({ layout }: GuestState, { frame, count }: CachedRun, place: number): number {
  const { first, count: sharedFrames } = layout.shared;
  const start = place === IN_BOOT ? 0 : place === IN_SHARED ? first : first + sharedFrames;
  const end = place === IN_BOOT ? first : place === IN_SHARED ? first + sharedFrames : layout.end;
  return Math.max(0, Math.min(frame + count, end) - Math.max(frame, start));
}

/** Counts a run out of the idle ones before something about it changes, and in again afterwards. */
function countIdle(state: GuestState, run: CachedRun, sign: 1 | -1): void {
  if (!isIdle(run)) return;
  const { idle } = state.files;
  for (let place = IN_SHARED; place <= ELSEWHERE; place++) {
    idle[place] = (idle[place] as number) + sign * inPlace(state, run, place);
  }
}

/** Consecutive pages of a file that are not cached come into the cache, in consecutive free frames; idle for now. */
export function cacheRun(state: GuestState, file: File, index: number, frame: number, count: number): void {
  const run: CachedRun = { index, count, frame, maps: 0, holds: 0, dirty: false };
  const at = firstAbove(file.cached, index);
  file.cached.splice(at, 0, run);
  takeFrames(state, frame, count, markOf(FILE, file.number));
  state.files.count += count;
  countIdle(state, run, 1);
  joinAlike(file, at, at + 1);
}

/** What may change about cached pages. */
interface Change {
  readonly maps?: 1 | -1;
  readonly holds?: 1 | -1;
  readonly dirty?: boolean;
}

/** Changes consecutive pages of a file, which are all cached. */
export function changePages(state: GuestState, number: number, first: number, pages: number, change: Change): void {
  const file = fileOf(state, number);
  const from = cutAt(file, first);
  const to = cutAt(file, first + pages);
  for (let at = from; at < to; at++) {
    const run = file.cached[at] as CachedRun;
    countIdle(state, run, -1);
    run.maps += change.maps ?? 0;
    run.holds += change.holds ?? 0;
    if (change.dirty !== undefined) run.dirty = change.dirty;
    countIdle(state, run, 1);
  }
  if (change.dirty === true) state.files.soiled = true;
  joinAlike(file, from, to);
}

/** Every dirty page is written to its file and clean. */
export function cleanPages(state: GuestState): void {
  const { files } = state;
  if (!files.soiled) return;
  for (const file of files.files.values()) {
    for (const run of file.cached) {
      if (!run.dirty) continue;
      run.dirty = false;
      countIdle(state, run, 1);
    }
    joinAlike(file, 0, file.cached.length);
  }
  files.soiled = false;
}

/** The run of a file that has exactly these of its frames, which lie in one run; split off. */
function cutOut(file: File, run: CachedRun, frame: number, count: number): CachedRun {
  const index = run.index + frame - run.frame;
  cutAt(file, index);
  cutAt(file, index + count);
  return file.cached[firstAbove(file.cached, index)] as CachedRun;
}

/** Gives up pages in these frames, which lie in one run and are idle. */
export function dropPages(state: GuestState, file: File, run: CachedRun, frame: number, count: number): void {
  const part = cutOut(file, run, frame, count);
  countIdle(state, part, -1);
  file.cached.splice(file.cached.indexOf(part), 1);
  freeRun(state, frame, count);
  state.files.count -= count;
}

/** Cached pages of one file went to other frames. */
export function movePages(state: GuestState, number: number, from: number, to: number, count: number): void {
  const file = fileOf(state, number);
  for (let done = 0; done < count; ) {
    const run = runInFrame(file, from + done);
    if (run === undefined) return;
    const part = cutOut(file, run, from + done, Math.min(count - done, run.frame + run.count - from - done));
    countIdle(state, part, -1);
    part.frame = to + done;
    countIdle(state, part, 1);
    done += part.count;
  }
  joinAlike(file, 0, file.cached.length);
}

/** Runs of cached pages that lie in a span of a file, whole or in part; pages of them beyond the span are the caller's to skip. */
export function* runsOfSpan({ cached }: File, first: number, pages: number): Iterable<CachedRun> {
  for (let at = firstAbove(cached, first); at < cached.length; at++) {
    const run = cached[at] as CachedRun;
    if (run.index >= first + pages) return;
    yield run;
  }
}

/** Pages of a run inside a span. */
const overlap = ({ index, count }: CachedRun, first: number, pages: number): number =>
  Math.min(index + count, first + pages) - Math.max(index, first);

/** Pages of this span of a file that are not cached. */
export function missingPages(state: GuestState, number: number, first: number, pages: number): number {
  const file = state.files.files.get(number);
  if (file === undefined) return pages;
  let missing = pages;
  for (const run of runsOfSpan(file, first, pages)) missing -= overlap(run, first, pages);
  return missing;
}

/** Idle cached pages of this span of a file that lie in one of the places. */
export function idleInSpan(state: GuestState, number: number, first: number, pages: number, place: number): number {
  const file = state.files.files.get(number);
  if (file === undefined) return 0;
  let idle = 0;
  for (const run of runsOfSpan(file, first, pages)) {
    if (!isIdle(run)) continue;
    const skip = Math.max(0, first - run.index);
    idle += inPlace(state, { ...run, frame: run.frame + skip, count: overlap(run, first, pages) }, place);
  }
  return idle;
}
