import type { BlockIndex, Extent, Pfn } from "../../units.ts";
import { usableFrames } from "../hotplug/zones.ts";
import { partitionAt, partitionExtent } from "../layout.ts";
import type { GuestState } from "../state.ts";
import { openFiles, runInFrame } from "./cache.ts";
import { fillFrames, firstMarked, runEnd, valueAt } from "./frame-map.ts";
import { clearMemory } from "./memory.ts";
import { type Owner, ownerOf, valueFor } from "./owners.ts";
import { openPartitions } from "./partitions.ts";
import { openSociety } from "./society.ts";

/** Frames of an extent that have one owner. */
export interface OwnedRun {
  readonly first: Pfn;
  readonly count: number;
  readonly owner: Owner;
}

/** The extent as runs of one owner each, free ones included. Pages of files are told apart by whether they are held. */
export function* runsIn(state: GuestState, { first, count }: Extent): Iterable<OwnedRun> {
  const { map } = state.memory;
  const end = first + count;
  for (let at: number = first; at < end; ) {
    const owner = ownerOf(state, valueAt(map, at), at);
    const next = Math.min(runEnd(map, at, end), owner.kind === "file" ? endOfPages(state, owner.file, at) : end);
    yield { first: at as Pfn, count: next - at, owner };
    at = next;
  }
}

/** One past the last frame of the cached pages that live like the one in this frame. */
function endOfPages(state: GuestState, number: number, frame: number): number {
  const file = state.files.files.get(number);
  const run = file && runInFrame(file, frame);
  return run === undefined ? frame + 1 : run.frame + run.count;
}

/** The first frame of the extent that somebody has. */
export function firstUsed(state: GuestState, { first, count }: Extent): { pfn: Pfn; owner: Owner } | null {
  const at = firstTaken(state, first, count);
  return at < 0 ? null : { pfn: at as Pfn, owner: ownerOf(state, valueAt(state.memory.map, at), at) };
}

/** The first of so many frames that somebody has, or -1. Blocks nobody uses are not looked into. */
export function firstTaken(state: GuestState, first: number, count: number): number {
  const { usedInBlock, map } = state.memory;
  const { blockFrames } = state.layout;
  const end = first + count;
  for (let at = first; at < end; ) {
    const index = Math.floor(at / blockFrames);
    const next = Math.min(end, (index + 1) * blockFrames);
    if (usedInBlock[index] !== 0) {
      const found = firstMarked(map, at, next);
      if (found >= 0) return found;
    }
    at = next;
  }
  return -1;
}

/** Gives free frames an owner. Whether they were free is the caller's to judge. */
export function take(state: GuestState, { first, count }: Extent, owner: Owner): void {
  takeFrames(state, first, count, valueFor(owner));
}

/** The same by value; for hot paths. */
export function takeFrames(state: GuestState, first: number, count: number, value: number): void {
  fillFrames(state.memory.map, first, first + count, value);
  tally(state, first, count, 1);
}

/** Takes frames from whoever has them. Frames that were free already are a mistake of the caller. */
export function free(state: GuestState, { first, count }: Extent): void {
  freeRun(state, first, count);
}

/** The same without an extent. */
export function freeRun(state: GuestState, first: number, count: number): void {
  fillFrames(state.memory.map, first, first + count, 0);
  tally(state, first, count, -1);
}

function tally(state: GuestState, first: number, count: number, sign: 1 | -1): void {
  const { usedInBlock } = state.memory;
  const { blockFrames } = state.layout;
  const end = first + count;
  for (let at = first; at < end; ) {
    const index = Math.floor(at / blockFrames);
    const next = Math.min(end, (index + 1) * blockFrames);
    usedInBlock[index] = (usedInBlock[index] as number) + sign * (next - at);
    at = next;
  }
}

/** Frames of whole memory blocks that somebody has. */
export function usedFrames(state: GuestState, { first, count }: Extent): number {
  const { blockFrames } = state.layout;
  const { usedInBlock } = state.memory;
  let sum = 0;
  const end = (first + count) / blockFrames;
  for (let at = first / blockFrames; at < end; at++) sum += usedInBlock[at] as number;
  return sum;
}

/** Frames of whole memory blocks that are usable and that nobody has; parked ones included. */
export function freeFrames(state: GuestState, { first, count }: Extent): number {
  const { blockFrames } = state.layout;
  const { usedInBlock } = state.memory;
  let sum = 0;
  const end = (first + count) / blockFrames;
  for (let at = first / blockFrames; at < end; at++) {
    sum += usableFrames(state, at as BlockIndex) - (usedInBlock[at] as number);
  }
  return sum;
}

/** Frames of a private partition that somebody has. */
export const usedInPartition = (state: GuestState, partition: number): number =>
  usedFrames(state, partitionExtent(state.layout, partition));

/** The private partition of a frame in a guest that has partitions; -1 elsewhere. */
export const privateAt = (state: GuestState, pfn: number): number =>
  state.hotplug.partitioned === true ? partitionAt(state.layout, pfn as Pfn) : -1;

/** A system reset: no process, no page, no hold; what files held may be lost. */
export function forgetEverything(state: GuestState): void {
  clearMemory(state.memory);
  state.society = openSociety();
  state.files = openFiles(state.files);
  Object.assign(state.partitions, openPartitions(state.layout.partitions));
}
