import type { Geometry } from "../../geometry.ts";
import { totalBlocks } from "../../geometry.ts";
import { type Extent, extent } from "../../units.ts";
import { DRIVER, FREE, NO_ZONE, PARKED, PRIVATE } from "./machine.ts";
import type { FrameRun, Frames } from "./parts.ts";

/** Frames of a guest in which no block is in any zone and all content is zero. */
export function openFrames(g: Geometry): Frames {
  const blocks = totalBlocks(g);
  const zones = PRIVATE + g.partitions;
  const runs: FrameRun[][] = [];
  for (let at = 0; at < blocks; at++) {
    runs.push([{ first: at * g.blockFrames, count: g.blockFrames, use: DRIVER, value: 0 }]);
  }
  return {
    runs,
    zone: new Int16Array(blocks).fill(NO_ZONE),
    free: new Int32Array(blocks),
    managed: new Int32Array(blocks),
    parked: new Int32Array(blocks),
    zoneFree: new Int32Array(zones),
    zoneManaged: new Int32Array(zones),
    zoneParked: new Int32Array(zones),
    lowest: new Int32Array(zones).fill(blocks),
    shift: Math.log2(g.blockFrames),
    only: Array.from({ length: zones }, (_, zone) => [zone]),
  };
}

/** The same frames, on their own. */
export const copyFrames = (f: Frames): Frames => ({
  ...f,
  runs: f.runs.map((runs) => runs.map((run) => ({ ...run }))),
  zone: f.zone.slice(),
  free: f.free.slice(),
  managed: f.managed.slice(),
  parked: f.parked.slice(),
  zoneFree: f.zoneFree.slice(),
  zoneManaged: f.zoneManaged.slice(),
  zoneParked: f.zoneParked.slice(),
  lowest: f.lowest.slice(),
});

/** The zone of a frame. */
export const zoneOf = (f: Frames, pfn: number): number => f.zone[pfn >>> f.shift] as number;

/** Where in its block's list the run is that holds a frame. */
function indexOf(runs: readonly FrameRun[], pfn: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((runs[middle] as FrameRun).first <= pfn) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The run that holds a frame. */
export function runAt(f: Frames, pfn: number): FrameRun {
  const runs = f.runs[pfn >>> f.shift] as FrameRun[];
  return runs[indexOf(runs, pfn)] as FrameRun;
}

/** Makes a run begin at this frame; where in the list that is. */
function cut(runs: FrameRun[], pfn: number): number {
  const at = indexOf(runs, pfn);
  const run = runs[at] as FrameRun;
  if (run.first === pfn) return at;
  const rest = run.first + run.count - pfn;
  if (rest <= 0) return at + 1;
  run.count -= rest;
  runs.splice(at + 1, 0, { first: pfn, count: rest, use: run.use, value: run.value });
  return at + 1;
}

/** Joins equal neighbours among the runs from one place in the list to another, both included. */
function join(runs: FrameRun[], from: number, to: number): void {
  let last = from > 0 ? from - 1 : 0;
  const end = to < runs.length ? to : runs.length - 1;
  let kept = runs[last] as FrameRun;
  for (let at = last + 1; at <= end; at++) {
    const run = runs[at] as FrameRun;
    if (run.use === kept.use && run.value === kept.value) {
      kept.count += run.count;
      continue;
    }
    runs[++last] = run;
    kept = run;
  }
  if (last < end) runs.splice(last + 1, end - last);
}

/** What {@link change} leaves as it is. */
const SAME = undefined;

/** Gives frames a use, a content or both. Counts nothing. */
function change(f: Frames, first: number, count: number, use: number | undefined, value: number | undefined): void {
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const block = pfn >>> f.shift;
    const runs = f.runs[block] as FrameRun[];
    const blockEnd = (block + 1) << f.shift;
    const to = end < blockEnd ? end : blockEnd;
    const from = cut(runs, pfn);
    const after = cut(runs, to);
    for (let at = from; at < after; at++) {
      const run = runs[at] as FrameRun;
      if (use !== SAME) run.use = use;
      if (value !== SAME) run.value = value;
    }
    join(runs, from, after);
    pfn = to;
  }
}

/** Overwrites frames; most often with what they hold already. */
export function fill(f: Frames, first: number, count: number, value: number): void {
  const run = runAt(f, first);
  if (run.value !== value || run.first + run.count < first + count) change(f, first, count, SAME, value);
}

/** Calls back for every run, or part of one, in a range; ascending. What it is given must not be changed. */
export function eachRun(
  f: Frames,
  first: number,
  count: number,
  visit: (first: number, count: number, run: FrameRun) => void,
): void {
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const run = runAt(f, pfn);
    const to = Math.min(end, run.first + run.count);
    visit(pfn, to - pfn, run);
    pfn = to;
  }
}

/** The runs in a range as they are now, clipped to it: to be walked while frames change. */
export function runsIn(f: Frames, first: number, count: number): readonly FrameRun[] {
  const found: FrameRun[] = [];
  eachRun(f, first, count, (at, frames, { use, value }) => found.push({ first: at, count: frames, use, value }));
  return found;
}

/**
 * Gives frames, all of one use, another use; keeps the counts of blocks and zones. All about what is free, parked and managed
 * is decided here.
 */
export function reuse(f: Frames, first: number, count: number, from: number, to: number): void {
  change(f, first, count, to, SAME);
  const free = Number(to <= PARKED) - Number(from <= PARKED);
  const managed = Number(to !== DRIVER) - Number(from !== DRIVER);
  const parked = Number(to === PARKED) - Number(from === PARKED);
  if (free === 0 && managed === 0 && parked === 0) return;
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const block = pfn >>> f.shift;
    const next = Math.min(end, (block + 1) << f.shift);
    recount(f, block, (next - pfn) * free, (next - pfn) * managed, (next - pfn) * parked);
    pfn = next;
  }
}

function recount(f: Frames, block: number, free: number, managed: number, parked: number): void {
  const zone = f.zone[block] as number;
  f.free[block] = (f.free[block] as number) + free;
  f.managed[block] = (f.managed[block] as number) + managed;
  f.parked[block] = (f.parked[block] as number) + parked;
  f.zoneFree[zone] = (f.zoneFree[zone] as number) + free;
  f.zoneManaged[zone] = (f.zoneManaged[zone] as number) + managed;
  f.zoneParked[zone] = (f.zoneParked[zone] as number) + parked;
  if (free > 0 && block < (f.lowest[zone] as number)) f.lowest[zone] = block;
}

/** Gives each frame of a range another use, whatever its use is. */
export function reuseAll(f: Frames, first: number, count: number, to: number): void {
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const run = runAt(f, pfn);
    const next = Math.min(end, run.first + run.count);
    if (run.use !== to) reuse(f, pfn, next - pfn, run.use, to);
    pfn = next;
  }
}

/** Frames as one more extent of a list, or as part of its last one. */
export function append(into: Extent[], first: number, count: number): void {
  const last = into[into.length - 1];
  if (last !== undefined && last.first + last.count === first) {
    into[into.length - 1] = extent(last.first, last.count + count);
  } else into.push(extent(first, count));
}

/** Whether nobody uses these frames. */
export const isFree = (use: number): boolean => use === FREE || use === PARKED;
