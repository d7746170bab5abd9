import type { Geometry } from "../../model/geometry.ts";
import { withRegion } from "../../model/guest/layout.ts";
import { presets } from "../../model/presets.ts";
import { frames } from "../../model/units.ts";

/** Frames of a memory block of x86-64 Linux, and here of a partition: 128 MiB. */
export const BLOCK = 32768;
/** Memory blocks of the whole guest: 64 GiB. */
export const BLOCKS = 512;

const BOOT = 16;
const SHARED = 8;

/** Instances that the guest can run: private partitions of one memory block each. */
export const INSTANCES = BLOCKS - BOOT - SHARED;

/**
 * A guest of 64 GiB with the sizes of x86-64 Linux and partitions of 128 MiB. Distributions build kernels that zero what is
 * allocated, ranges that are taken to be unplugged included, and the paper measured such a kernel.
 */
export const reclaimGuest: Geometry = withRegion({
  ...presets.paper,
  bootFrames: frames(BOOT * BLOCK),
  sharedFrames: frames(SHARED * BLOCK),
  partitions: INSTANCES,
  partitionBlocks: 1,
  initOnAlloc: true,
});
