import { bootBlocks, type Geometry } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { bytes, FRAME_BYTES, frames, order, pageblock, pfn } from "../../model/units.ts";
import { costOfOptions } from "./options.ts";

/** The simplest guest there is; every shape is lowered towards it. */
export const simplest: Geometry = presets.tiny;

/** One number of a geometry, and where it should go. */
export interface Size {
  readonly goal: number;
  read(g: Geometry): number;
  /** The geometry with another number in this place. May be impossible. */
  write(g: Geometry, n: number): Geometry;
}

const size = (read: Size["read"], write: Size["write"]): Size => ({ goal: read(simplest), read, write });

/** Counts in memory blocks, so that they can be lowered without touching the size of a block. */
const counts: readonly Size[] = [
  size(bootBlocks, (g, n) => ({ ...g, bootFrames: frames(n * g.blockFrames) })),
  size(
    (g) => g.sharedFrames / g.blockFrames,
    (g, n) => ({ ...g, sharedFrames: frames(n * g.blockFrames) }),
  ),
  size(
    (g) => g.partitions,
    (g, partitions) => ({ ...g, partitions }),
  ),
  size(
    (g) => g.partitionBlocks,
    (g, partitionBlocks) => ({ ...g, partitionBlocks }),
  ),
  size(
    (g) => g.cpus,
    (g, cpus) => ({ ...g, cpus }),
  ),
];

/** The same guest with memory blocks of another size: as many blocks in every region. */
function withBlockFrames(g: Geometry, blockFrames: number): Geometry {
  const ratio = blockFrames / g.blockFrames;
  return {
    ...g,
    blockFrames: frames(blockFrames),
    bootFrames: frames(g.bootFrames * ratio),
    sharedFrames: frames(g.sharedFrames * ratio),
  };
}

const scale: readonly Size[] = [
  size(
    (g) => g.pageblockOrder,
    (g, n) => ({ ...g, pageblockOrder: order(n) }),
  ),
  size(
    (g) => g.maxOrder,
    (g, n) => ({ ...g, maxOrder: order(n) }),
  ),
  size(
    (g) => Math.log2(g.blockFrames),
    (g, n) => withBlockFrames(g, 2 ** n),
  ),
];

const device: readonly Size[] = [
  size(
    (g) => Math.log2(g.device.blockBytes),
    (g, n) => ({ ...g, device: { ...g.device, blockBytes: bytes(2 ** n) } }),
  ),
  size(
    (g) => g.device.regionBlocks,
    (g, regionBlocks) => ({ ...g, device: { ...g.device, regionBlocks } }),
  ),
  size(
    (g) => g.device.address / FRAME_BYTES,
    (g, n) => ({ ...g, device: { ...g.device, address: bytes(n * FRAME_BYTES) } }),
  ),
];

/** A number inside a feature; it has reached its goal where the feature is off. */
const detail = <K extends "perCpuLists" | "watermarks" | "cma" | "hole">(
  feature: K,
  goal: number,
  read: (on: NonNullable<Geometry[K]>) => number,
  write: (on: NonNullable<Geometry[K]>, n: number) => Geometry[K],
): Size => ({
  goal,
  read: (g) => {
    const on = g[feature];
    return on === null ? goal : read(on);
  },
  write: (g, n) => {
    const on = g[feature];
    return on === null ? g : { ...g, [feature]: write(on, n) };
  },
});

const details: readonly Size[] = [
  detail(
    "perCpuLists",
    1,
    (on) => on.batch,
    (on, n) => ({ ...on, batch: frames(n) }),
  ),
  detail(
    "perCpuLists",
    1,
    (on) => on.high,
    (on, n) => ({ ...on, high: frames(n) }),
  ),
  detail(
    "perCpuLists",
    0,
    (on) => on.maxOrder,
    (on, n) => ({ ...on, maxOrder: order(n) }),
  ),
  detail(
    "watermarks",
    0,
    (on) => on.min,
    (on, n) => ({ ...on, min: frames(n) }),
  ),
  detail(
    "watermarks",
    0,
    (on) => on.lowmemReserve,
    (on, n) => ({ ...on, lowmemReserve: frames(n) }),
  ),
  detail(
    "cma",
    0,
    (on) => on.first,
    (on, n) => ({ ...on, first: pageblock(n) }),
  ),
  detail(
    "cma",
    1,
    (on) => on.count,
    (on, count) => ({ ...on, count }),
  ),
  detail(
    "hole",
    0,
    (on) => on.first,
    (on, n) => ({ ...on, first: pfn(n) }),
  ),
  detail(
    "hole",
    1,
    (on) => on.count,
    (on, n) => ({ ...on, count: frames(n) }),
  ),
];

/** All numbers of a geometry, in the order in which they are lowered. */
export const sizes: readonly Size[] = [...scale, ...counts, ...device, ...details];

/** What a guest may have or not have; the simplest guest has the plain variant of each. */
export const features = ["kernel", "perCpuLists", "watermarks", "highatomic", "cma", "hole", "initOnAlloc"] as const;

/** How far a geometry is from the simplest. Only what lowers it is tried, so that lowering ends. */
export function costOf(g: Geometry): number {
  const distance = sizes.reduce((sum, { read, goal }) => sum + Math.abs(read(g) - goal), 0);
  return distance + costOfOptions(g) + features.filter((name) => g[name] !== simplest[name]).length;
}
