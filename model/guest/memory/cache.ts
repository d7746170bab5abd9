/** Consecutive pages of a file that lie in consecutive frames and live alike. */
export interface CachedRun {
  /** First page and how many. */
  index: number;
  count: number;
  /** Where the first page lies. */
  frame: number;
  /** Areas that map it. */
  maps: number;
  holds: number;
  dirty: boolean;
}

/** Consecutive pages of a file that hold the same. */
export interface ContentRun {
  readonly index: number;
  readonly count: number;
  /** {@link LOST}: anything. */
  readonly value: number;
}

/** One file; both lists ascend by page, without overlaps. */
export interface File {
  readonly number: number;
  /** Pages in the page cache. */
  readonly cached: CachedRun[];
  /** What pages hold that do not hold 0. */
  content: readonly ContentRun[];
}

/** Value of a page whose content a system reset may have lost. */
export const LOST = -1;

/** The page cache and the files behind it. */
export interface Files {
  readonly files: Map<number, File>;
  /** Cached pages. */
  count: number;
  /** Some cached page may be dirty. */
  soiled: boolean;
  /** Cached pages that may be dropped: clean, neither mapped nor held. By place: shared partition, boot memory, elsewhere. */
  readonly idle: number[];
}

/** No page cached. What files held is open after a system reset, except where it was 0. */
export function openFiles(before?: Files): Files {
  const files = new Map<number, File>();
  for (const [number, { content }] of before?.files ?? []) {
    if (content.length === 0) continue;
    files.set(number, { number, cached: [], content: content.map((run) => ({ ...run, value: LOST })) });
  }
  return { files, count: 0, soiled: false, idle: [0, 0, 0] };
}

/** An independent copy. */
export const copyFiles = ({ files, count, soiled, idle }: Files): Files => ({
  files: new Map(
    Array.from(files, ([number, { cached, content }]) => [
      number,
      { number, cached: cached.map((run) => ({ ...run })), content },
    ]),
  ),
  count,
  soiled,
  idle: idle.slice(),
});

/** Where the first run is that ends above a page. */
export function firstAbove(runs: readonly { readonly index: number; readonly count: number }[], index: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle] as CachedRun;
    if (run.index + run.count > index) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Makes runs begin and end at this page. @returns where the first run is at or above it */
export function cutAt({ cached }: File, index: number): number {
  const at = firstAbove(cached, index);
  const run = cached[at];
  if (run === undefined || run.index >= index) return at;
  const head = index - run.index;
  cached.splice(at + 1, 0, { ...run, index, count: run.count - head, frame: run.frame + head });
  run.count = head;
  return at + 1;
}

/** Joins neighbours that live alike, from one place of the list to another. */
export function joinAlike({ cached }: File, from: number, to: number): void {
  for (let at = Math.min(to, cached.length - 1); at > Math.max(0, from - 1); at--) {
    const [run, next] = [cached[at - 1] as CachedRun, cached[at] as CachedRun];
    if (!follows(run, next)) continue;
    run.count += next.count;
    cached.splice(at, 1);
  }
}

const follows = (run: CachedRun, next: CachedRun): boolean =>
  run.index + run.count === next.index &&
  run.frame + run.count === next.frame &&
  run.maps === next.maps &&
  run.holds === next.holds &&
  run.dirty === next.dirty;

/** The run of cached pages that lies in a frame. */
export function runInFrame({ cached }: File, frame: number): CachedRun | undefined {
  for (const run of cached) if (frame >= run.frame && frame < run.frame + run.count) return run;
  return undefined;
}
