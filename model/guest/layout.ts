import { type Geometry, totalFrames } from "../geometry.ts";
import { type BlockIndex, block, type Extent, extent, FRAME_BYTES, type Pfn } from "../units.ts";
import { optionsOf } from "./options.ts";

/**
 * Where things lie in a guest. The device's region is the hotpluggable range, so `device.address` and `device.regionBlocks`
 * follow from the frames (see {@link withRegion}); only `device.blockBytes` is a choice.
 */
export interface Layout {
  /** First hotpluggable frame; the first frame of a memory block. */
  readonly first: number;
  /** One past the last frame. */
  readonly end: number;
  readonly blockFrames: number;
  /** Frames of a device block: the unit of requests. */
  readonly deviceFrames: number;
  /** Frames of a subblock, what Linux's driver plugs and unplugs at once: max(device block, pageblock). */
  readonly subblockFrames: number;
  readonly shared: Extent;
  /** Frames of one private partition: its rated size. */
  readonly rated: number;
  readonly partitions: number;
  /** Frames of boot memory that the memory map of one block takes. */
  readonly memmapFrames: number;
}

/** The layout of a guest of this geometry. */
export function layoutOf(g: Geometry): Layout {
  const { sharedAt, memmap } = optionsOf(g);
  const deviceFrames = g.device.blockBytes / FRAME_BYTES;
  return {
    first: g.bootFrames + (sharedAt === "boot" ? g.sharedFrames : 0),
    end: totalFrames(g),
    blockFrames: g.blockFrames,
    deviceFrames,
    subblockFrames: Math.max(deviceFrames, 1 << g.pageblockOrder),
    shared: extent(g.bootFrames, g.sharedFrames),
    rated: g.partitionBlocks * g.blockFrames,
    partitions: g.partitions,
    memmapFrames: memmap,
  };
}

/** The frames of a private partition. */
export const partitionExtent = ({ shared, rated }: Layout, partition: number): Extent =>
  extent(shared.first + shared.count + partition * rated, rated);

/** The private partition that holds this frame; -1 for boot and shared memory. */
export function partitionAt({ shared, rated, partitions }: Layout, pfn: Pfn): number {
  const offset = pfn - shared.first - shared.count;
  if (offset < 0 || rated === 0) return -1;
  const index = Math.floor(offset / rated);
  return index < partitions ? index : -1;
}

/** The memory block that holds this frame. */
export const blockAt = ({ blockFrames }: Layout, pfn: Pfn): BlockIndex => block(Math.floor(pfn / blockFrames));

/** The frames of a memory block. */
export const blockExtent = ({ blockFrames }: Layout, index: BlockIndex): Extent =>
  extent(index * blockFrames, blockFrames);

/** The same guest with the device that it must have: a region over the hotpluggable range, blocks no larger than memory blocks. */
export function withRegion(g: Geometry): Geometry {
  const blockBytes = Math.min(g.device.blockBytes, g.blockFrames * FRAME_BYTES);
  const sized = { ...g, device: { ...g.device, blockBytes: blockBytes as typeof g.device.blockBytes } };
  const { first, end, deviceFrames } = layoutOf(sized);
  const regionBlocks = Math.max(1, (end - first) / deviceFrames);
  return {
    ...sized,
    device: { ...sized.device, regionBlocks, address: (first * FRAME_BYTES) as typeof g.device.address },
  };
}
