import { extent } from "../../units.ts";
import { freeFrames } from "../memory/frames.ts";
import type { GuestState } from "../state.ts";

/** One past the last frame of boot memory. What would be the shared partition belongs to it in a guest without partitions. */
export const bootEnd = ({ geometry, layout, hotplug }: GuestState): number =>
  hotplug.partitioned === true ? geometry.bootFrames : layout.first;

/** Frames of boot memory that nobody uses. */
export const freeBoot = (state: GuestState): number => freeFrames(state, extent(0, bootEnd(state)));
