import { ABSENT, ONLINE } from "../hotplug/hotplug.ts";
import { instancesAlive } from "../memory/instances.ts";
import type { GuestState } from "../state.ts";

/** Frames that the shared partition takes of the device's region; as much is kept for files in a guest without partitions. */
const sharedInRegion = ({ layout, geometry }: GuestState): number =>
  layout.first === geometry.bootFrames ? layout.shared.count : 0;

/**
 * How many partition-worths are free when so many frames are plugged: what instances that are alive or draining may need, and
 * what the shared partition has, is not.
 */
export function freeWorths(state: GuestState, plugged: number): number {
  const { rated } = state.layout;
  return rated === 0 ? 0 : Math.floor((plugged - sharedInRegion(state)) / rated) - instancesAlive(state);
}

/** Whether nothing of what a partitioned guest has plugged is a fraction of a partition: nothing is under way. */
export const isWhole = (state: GuestState): boolean =>
  (state.hotplug.plugged - sharedInRegion(state)) % state.layout.rated === 0;

/** Whether nothing is half done: no request is outstanding, and every block is online with plugged memory or not there at all. */
export function isTidy({ hotplug }: GuestState): boolean {
  const { pending, phase, pluggedIn } = hotplug;
  if (pending !== null) return false;
  for (let at = 0; at < phase.length; at++) {
    if (phase[at] !== (pluggedIn[at] === 0 ? ABSENT : ONLINE)) return false;
  }
  return true;
}

/**
 * Whether every instance kept, and the page cache and the kernel keep, to the memory that is meant for them. With partitions an
 * instance that grows beyond its own is killed; without them it may push others to where they would be in the way.
 */
export function isModest(state: GuestState): boolean {
  const { layout, hotplug, society, files, geometry } = state;
  if (society.overgrown || files.count > layout.shared.count) return false;
  let kernel = hotplug.present * layout.memmapFrames;
  for (const [, count] of society.kernel.values()) kernel += count;
  return kernel <= geometry.bootFrames - (geometry.hole?.count ?? 0);
}

/**
 * Whether the guest can still be blamed: as many worths as the episode is about were or would be free, had it given back
 * nothing yet, and nobody takes more than is meant for them.
 */
export const premiseHolds = (state: GuestState): boolean =>
  freeWorths(state, state.reclaim.from) >= state.reclaim.worths && isModest(state);
