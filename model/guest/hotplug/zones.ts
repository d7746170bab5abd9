import type { BlockIndex, Extent, Pfn } from "../../units.ts";
import type { Zone } from "../events.ts";
import type { GuestState } from "../state.ts";
import { DEFLATED, FOLLOWS, GIVEN, ONLINE, zones } from "./hotplug.ts";

/** Whether the guest has partitions; undefined until a spawn or a block that came online tells. */
export const partitioned = (state: GuestState): boolean | undefined => state.hotplug.partitioned;

/** The zone that a frame is in, or null when the allocator may not use it. */
export function zoneAt(state: GuestState, pfn: Pfn): Zone | "boot" | null {
  const { layout, hotplug, geometry } = state;
  if (pfn < layout.first) return zoneBelow(state, pfn);
  if (pfn >= layout.end) return null;
  const offset = pfn - layout.first;
  const told = hotplug.ballooned?.[offset] ?? FOLLOWS;
  if (told === FOLLOWS) {
    if (hotplug.cells[Math.floor(offset / layout.deviceFrames)] !== GIVEN) return null;
    return zones[hotplug.zone[Math.floor(offset / geometry.blockFrames)] as number] as Zone;
  }
  return told === DEFLATED ? "movable" : null;
}

/** Memory that is there from the start: boot memory, and the shared partition when it is part of that in a guest that has one. */
function zoneBelow({ geometry, hotplug }: GuestState, pfn: Pfn): Zone | "boot" | null {
  const { hole, bootFrames } = geometry;
  if (pfn < 0) return null;
  if (hole !== null && pfn >= hole.first && pfn < hole.first + hole.count) return null;
  return pfn < bootFrames || hotplug.partitioned !== true ? "boot" : "shared";
}

/** The first frame of an extent that the allocator may not use, or -1. Extents need not lie in the guest. */
export function firstUnusable(state: GuestState, { first, count }: Extent): Pfn | -1 {
  const { layout, hotplug, geometry } = state;
  const { blockFrames, deviceFrames } = layout;
  const end = first + count;
  let at: number = first;
  if (at < layout.first && geometry.hole === null && at >= 0) at = Math.min(end, layout.first);
  while (at < end) {
    const offset = at - layout.first;
    const block = Math.floor(offset / blockFrames);
    // Most blocks are the allocator's as a whole.
    if (offset >= 0 && hotplug.usableIn[block] === blockFrames) at = layout.first + (block + 1) * blockFrames;
    else if (offset < 0 || at >= layout.end || hotplug.ballooned !== undefined) {
      if (zoneAt(state, at as Pfn) === null) return at as Pfn;
      at++;
    } else {
      const cell = Math.floor(offset / deviceFrames);
      if (hotplug.cells[cell] !== GIVEN) return at as Pfn;
      at = layout.first + (cell + 1) * deviceFrames;
    }
  }
  return -1;
}

/** Frames of a memory block of the guest that the allocator may use, used or not. */
export function usableFrames({ geometry, layout, hotplug }: GuestState, block: BlockIndex): number {
  const { blockFrames, first } = layout;
  const start = block * blockFrames;
  if (start >= first) return hotplug.usableIn[block - first / blockFrames] ?? 0;
  const { hole } = geometry;
  if (hole === null) return start < 0 ? 0 : blockFrames;
  const missing = Math.min(start + blockFrames, hole.first + hole.count) - Math.max(start, hole.first);
  return blockFrames - Math.max(0, missing);
}

/** The memory blocks of a private partition, counted from the start of the hotpluggable range; half-open. */
export function blocksOfPartition({ layout }: GuestState, partition: number): { first: number; end: number } {
  const blocks = layout.rated / layout.blockFrames;
  const first = (layout.shared.first + layout.shared.count - layout.first) / layout.blockFrames + partition * blocks;
  return { first, end: first + blocks };
}

/** What there is of a private partition: frames plugged, frames the allocator may use, and blocks online. */
export function populationOf(
  state: GuestState,
  partition: number,
): { readonly plugged: number; readonly usable: number; readonly online: number } {
  const { layout, hotplug } = state;
  const { first, end } = blocksOfPartition(state, partition);
  const { pluggedIn, usableIn, phase } = hotplug;
  let [cells, usable, online] = [0, 0, 0];
  for (let block = first; block < end; block++) {
    cells += pluggedIn[block] as number;
    usable += usableIn[block] as number;
    if (phase[block] === ONLINE) online++;
  }
  return { plugged: cells * layout.deviceFrames, usable, online };
}
