/** One file: what its pages hold, and where they are cached. */
export interface File {
  /** By page: what it holds; undefined is 0, {@link LOST} is anything. */
  readonly values: (number | undefined)[];
  /** By page: its number in the page cache plus one; 0 or undefined when it is not cached. */
  readonly cached: (number | undefined)[];
}

/** Value of a page whose content a system reset may have lost. */
export const LOST = -1;

/** The page cache and the files behind it. Arrays are indexed by cached page; numbers of dropped pages are used again. */
export interface Files {
  readonly files: Map<number, File>;
  readonly fileOf: number[];
  readonly indexOf: number[];
  readonly frame: number[];
  /** Areas that map the page. */
  readonly maps: number[];
  readonly holds: number[];
  readonly dirty: boolean[];
  readonly spare: number[];
  /** Cached pages. */
  count: number;
  /** Some cached page is dirty. */
  soiled: boolean;
  /** Cached pages that may be dropped: clean, neither mapped nor held. By place: shared partition, boot memory, elsewhere. */
  readonly idle: number[];
}

/** No page cached. What files held is open after a system reset, except where it was 0. */
export function openFiles(before?: Files): Files {
  const files = new Map<number, File>();
  for (const [file, { values }] of before?.files ?? []) {
    files.set(file, { values: values.map((value) => (value === undefined ? undefined : LOST)), cached: [] });
  }
  return {
    files,
    fileOf: [],
    indexOf: [],
    frame: [],
    maps: [],
    holds: [],
    dirty: [],
    spare: [],
    count: 0,
    soiled: false,
    idle: [0, 0, 0],
  };
}

/** An independent copy. */
export const copyFiles = (from: Files): Files => ({
  files: new Map(
    Array.from(from.files, ([file, { values, cached }]) => [file, { values: values.slice(), cached: cached.slice() }]),
  ),
  fileOf: from.fileOf.slice(),
  indexOf: from.indexOf.slice(),
  frame: from.frame.slice(),
  maps: from.maps.slice(),
  holds: from.holds.slice(),
  dirty: from.dirty.slice(),
  spare: from.spare.slice(),
  count: from.count,
  soiled: from.soiled,
  idle: from.idle.slice(),
});
