import type { GuestState } from "../state.ts";
import { type File, type Files, LOST } from "./cache.ts";
import { freeRun, takeFrames } from "./frames.ts";
import { FILE, markOf } from "./owners.ts";

/** Pages in the page cache. */
export const cachePages = ({ files }: GuestState): number => files.count;

/** Where a cached page lies; indexes {@link Files.idle}. */
export const IN_SHARED = 0;
export const IN_BOOT = 1;
export const ELSEWHERE = 2;

/** Which of the three a frame belongs to. */
export function placeOf({ layout }: GuestState, frame: number): number {
  const { first, count } = layout.shared;
  if (frame < first) return IN_BOOT;
  return frame < first + count ? IN_SHARED : ELSEWHERE;
}

/** The file of this number; made when it is first used. */
export function fileOf({ files }: GuestState, number: number): File {
  const known = files.files.get(number);
  if (known !== undefined) return known;
  const file: File = { values: [], cached: [] };
  files.files.set(number, file);
  return file;
}

/** Whether a cached page may be given up: clean, mapped by nobody, held by nobody. */
export const isIdle = (files: Files, page: number): boolean =>
  files.maps[page] === 0 && files.holds[page] === 0 && files.dirty[page] === false;

/** Counts a page out of the idle ones before something about it changes, or in again afterwards. */
export function countIdle(state: GuestState, page: number, sign: 1 | -1): void {
  const { files } = state;
  if (!isIdle(files, page)) return;
  const place = placeOf(state, files.frame[page] as number);
  files.idle[place] = (files.idle[place] as number) + sign;
}

/** Consecutive pages of a file that are not cached come into the cache, in consecutive free frames; idle for now. */
export function cacheRun(state: GuestState, number: number, index: number, first: number, count: number): void {
  const { cached } = fileOf(state, number);
  while (cached.length < index) cached.push(0);
  for (let i = 0; i < count; i++) {
    const page = cachePage(state, number, index + i, first + i);
    cached[index + i] = page + 1;
    takeFrames(state, first + i, 1, markOf(FILE, page));
  }
}

/** @returns the number in the cache of a page that lies in this frame from now on */
function cachePage(state: GuestState, number: number, index: number, frame: number): number {
  const { files } = state;
  const page = files.spare.pop() ?? files.frame.length;
  files.fileOf[page] = number;
  files.indexOf[page] = index;
  files.frame[page] = frame;
  files.maps[page] = 0;
  files.holds[page] = 0;
  files.dirty[page] = false;
  files.count++;
  countIdle(state, page, 1);
  return page;
}

/** Gives an idle page up; its frame is free. */
export function dropPage(state: GuestState, page: number): void {
  const { files } = state;
  countIdle(state, page, -1);
  const file = fileOf(state, files.fileOf[page] as number);
  file.cached[files.indexOf[page] as number] = 0;
  freeRun(state, files.frame[page] as number, 1);
  files.spare.push(page);
  files.count--;
}

/** Changes how many areas map each of these pages; all are cached. */
export function countMaps(state: GuestState, number: number, first: number, pages: number, change: 1 | -1): void {
  const { cached } = fileOf(state, number);
  const { maps } = state.files;
  for (let at = first; at < first + pages; at++) {
    const page = (cached[at] as number) - 1;
    countIdle(state, page, -1);
    maps[page] = (maps[page] as number) + change;
    countIdle(state, page, 1);
  }
}

/** Changes how many holds are on each of these pages; all are cached. */
export function countHolds(state: GuestState, number: number, first: number, pages: number, change: 1 | -1): void {
  const { cached } = fileOf(state, number);
  const { holds } = state.files;
  for (let at = first; at < first + pages; at++) {
    const page = (cached[at] as number) - 1;
    countIdle(state, page, -1);
    holds[page] = (holds[page] as number) + change;
    countIdle(state, page, 1);
  }
}

/** Says of each of these cached pages whether it is dirty. */
export function markDirty(state: GuestState, number: number, first: number, pages: number): void {
  const { cached } = fileOf(state, number);
  for (let at = first; at < first + pages; at++) {
    const page = (cached[at] as number) - 1;
    countIdle(state, page, -1);
    state.files.dirty[page] = true;
  }
  state.files.soiled = true;
}

/** Every dirty page is written to its file and clean. */
export function cleanPages(state: GuestState): void {
  const { files } = state;
  if (!files.soiled) return;
  for (let page = 0; page < files.dirty.length; page++) {
    if (files.dirty[page] !== true) continue;
    files.dirty[page] = false;
    countIdle(state, page, 1);
  }
  files.soiled = false;
}

/** Pages of this span of a file that are not cached. */
export function missingPages(state: GuestState, number: number, first: number, pages: number): number {
  const cached = state.files.files.get(number)?.cached;
  if (cached === undefined) return pages;
  let missing = 0;
  for (let at = first; at < first + pages; at++) if (!cached[at]) missing++;
  return missing;
}

/** Idle cached pages of this span of a file that lie in one of the places. */
export function idleInSpan(state: GuestState, number: number, first: number, pages: number, place: number): number {
  const cached = state.files.files.get(number)?.cached;
  if (cached === undefined) return 0;
  let idle = 0;
  for (let at = first; at < first + pages; at++) {
    const page = (cached[at] ?? 0) - 1;
    if (page >= 0 && isIdle(state.files, page) && placeOf(state, state.files.frame[page] as number) === place) idle++;
  }
  return idle;
}

/** Whether a page of a file may hold this value; what a system reset left open is known from then on. */
export function holdsValue(file: File, index: number, value: number): boolean {
  const known = file.values[index];
  if (known !== LOST) return value === (known ?? 0);
  file.values[index] = value;
  return true;
}
