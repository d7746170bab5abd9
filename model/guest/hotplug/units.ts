import type { GuestState } from "../state.ts";
import { freeBoot } from "./boot.ts";
import { ABSENT } from "./hotplug.ts";
import { blocksOfPartition } from "./zones.ts";

/** Memory that could be plugged at once. */
export interface Room {
  readonly frames: number;
  /** Which, in words. */
  readonly name: string;
}

/**
 * What the guest could plug next, whatever is requested: a unit that is not plugged, usable, and of which boot memory can
 * hold the memory map. Null when there is none. The memory map of one block is in question at a time, of a partition that of all
 * its blocks.
 */
export function nextUnit(state: GuestState): Room | null {
  const { hotplug } = state;
  if (hotplug.ballooned !== undefined) return { frames: 1, name: "a page of the balloon" };
  return hotplug.partitioned === false ? nextSubblock(state) : nextPartition(state);
}

function nextPartition(state: GuestState): Room | null {
  const { layout, partitions } = state;
  const { rated, blockFrames, memmapFrames } = layout;
  const blocks = Math.floor(freeBoot(state) / Math.max(1, memmapFrames));
  const fits = (frames: number): boolean => memmapFrames === 0 || frames / blockFrames <= blocks;
  const shared = missingShared(state);
  if (shared > 0)
    return fits(shared) && layout.shared.count <= usableNow(state)
      ? { frames: shared, name: "the shared partition" }
      : null;
  // One partition is under way at a time; what is owed of that is no matter of sizes.
  if (!fits(rated) || partitions.told.includes("plugging")) return null;
  for (let at = 0; at < layout.partitions; at++) {
    if (partitions.told[at] !== "empty") continue;
    if (blocksOfPartition(state, at).end * blockFrames <= usableNow(state))
      return { frames: rated, name: `partition ${at}` };
  }
  return null;
}

/** Frames of the shared partition that are not plugged. */
function missingShared({ layout, hotplug }: GuestState): number {
  const { shared, first, blockFrames, deviceFrames } = layout;
  if (first !== shared.first) return 0;
  const { pluggedIn } = hotplug;
  const blocks = shared.count / blockFrames;
  let plugged = 0;
  for (let block = 0; block < blocks; block++) plugged += pluggedIn[block] as number;
  return shared.count - plugged * deviceFrames;
}

/** Frames of the region that surely are usable. */
const usableNow = ({ options, layout, hotplug }: GuestState): number =>
  options.usable === "region" ? layout.end - layout.first : Math.max(hotplug.usable, hotplug.requested);

function nextSubblock(state: GuestState): Room | null {
  const { layout, hotplug } = state;
  const perBlock = layout.blockFrames / layout.deviceFrames;
  const usable = usableNow(state);
  const canAdd = freeBoot(state) >= layout.memmapFrames;
  for (let block = 0; (block + 1) * layout.blockFrames <= usable; block++) {
    if (hotplug.pluggedIn[block] === perBlock) continue;
    if (hotplug.phase[block] !== ABSENT || canAdd)
      return { frames: layout.subblockFrames, name: `block ${block + layout.first / layout.blockFrames}` };
  }
  return null;
}

/** Frames that make one unit of unplugging. */
export function unitFrames({ hotplug, layout }: GuestState): number {
  if (hotplug.ballooned !== undefined) return 1;
  return hotplug.partitioned === true ? layout.rated : layout.subblockFrames;
}
