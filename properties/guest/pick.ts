import { assignable } from "../../model/guest/memory/assigning.ts";
import type { Area, Process } from "../../model/guest/memory/society.ts";
import type { GuestState } from "../../model/guest/state.ts";
import { FRAME_BYTES, type Handle, handle, type U64 } from "../../model/units.ts";
import type { Dice } from "../composer.ts";

/** A member of a collection, evenly; undefined when it is empty. Collections here stay small, see {@link isCrowded}. */
export function anyOf<T>(members: Iterable<T>, size: number, dice: Dice): T | undefined {
  let left = size > 1 ? dice.below(size) : 0;
  for (const member of members) if (left-- === 0) return member;
  return undefined;
}

/** A key of a map, evenly; undefined when it is empty. */
export const anyKey = <K>(map: ReadonlyMap<K, unknown>, dice: Dice): K | undefined => anyOf(map.keys(), map.size, dice);

/** A live address space. */
export const anyProcess = ({ society }: GuestState, dice: Dice): Process | undefined =>
  anyOf(society.running.values(), society.running.size, dice);

/** An area of a process. */
export const anyArea = ({ areas }: Process, dice: Dice): readonly [Handle, Area] | undefined =>
  anyOf(areas, areas.size, dice);

/** Whether a handle names nothing at all now. */
export const isUnused = ({ society, partitions }: GuestState, name: Handle): boolean =>
  !society.running.has(name) &&
  !society.areas.has(name) &&
  !society.holds.has(name) &&
  !society.kernel.has(name) &&
  !society.threads.has(name) &&
  !partitions.waiting.includes(name);

/** Names that are given out again and again: more than a crowded guest uses, so that a draw mostly finds one at once. */
const NAMES = 256;

/** A handle that names nothing now; often one that named something before. */
export function freshHandle(state: GuestState, dice: Dice): Handle {
  const start = dice.below(NAMES);
  for (let at = start; ; at++) if (isUnused(state, handle(at))) return handle(at);
}

/** The lowest handle a new thing may get, so that states of a search meet. */
export function lowestHandle(state: GuestState): Handle {
  for (let at = 0; ; at++) if (isUnused(state, handle(at))) return handle(at);
}

/** The most of each that one run has at a time; keeps every step of a long run as cheap as the first. */
const most = { processes: 10, areas: 6, threads: 4, holds: 6, kernel: 24, waiting: 4 } as const;

/** Whether there are as many of these as a run should have. */
export function isCrowded({ society, partitions }: GuestState, what: Exclude<keyof typeof most, "areas">): boolean {
  switch (what) {
    case "processes":
      return society.running.size >= most.processes;
    case "threads":
      return society.threads.size >= most.threads;
    case "holds":
      return society.holds.size >= most.holds;
    case "kernel":
      return society.kernel.size >= most.kernel;
    case "waiting":
      return partitions.waiting.length >= most.waiting;
  }
}

/** Whether a process has as many areas as one should have. */
export const isFull = ({ areas }: Process): boolean => areas.size >= most.areas;

/** Frames that an instance may still take before it has its rated size; for shapes without partitions, those of a block. */
export function roomOf({ society, layout }: GuestState, { instance }: Process): number {
  const rated = layout.rated === 0 ? layout.blockFrames : layout.rated;
  return Math.max(0, rated - (society.instances.get(instance)?.frames ?? 0));
}

/** Frames of the shared partition that belong to the device's region. */
export const sharedInRegion = ({ options, layout }: GuestState): number =>
  options.sharedAt === "boot" ? 0 : layout.shared.count;

/** Bytes of so many frames, as the host says them. */
export const bytesOf = (frames: number): U64 => BigInt(frames) * BigInt(FRAME_BYTES);

/** The requested size with which so many partitions are plugged, in frames. */
export const worth = (state: GuestState, partitions: number): number =>
  sharedInRegion(state) + partitions * state.layout.rated;

/** Partitions, or what would be, that the requested size pays for. */
export function requestedWorths(state: GuestState): number {
  const { layout, hotplug } = state;
  return layout.rated === 0 ? 0 : Math.max(0, Math.floor((hotplug.requested - sharedInRegion(state)) / layout.rated));
}

/** Whether a new instance would run at once: a free partition, or none needed. */
export const hasRoom = (state: GuestState): boolean => state.hotplug.partitioned === false || assignable(state) >= 0;

/** Whether sizes give the guest's workers nothing to do. */
export function isQuiet({ hotplug, layout }: GuestState): boolean {
  const { stale, pending, requested, plugged, partitioned } = hotplug;
  const unit = partitioned === true ? layout.rated : layout.subblockFrames;
  return !stale && pending === null && Math.abs(requested - plugged) < unit;
}
