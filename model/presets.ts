import type { Geometry } from "./geometry.ts";
import { bytes, FRAME_BYTES, frames, order } from "./units.ts";

/** Every feature that a guest may be without, as its geometry says that it is. */
export const noFeatures = {
  perCpuLists: null,
  watermarks: null,
  highatomic: false,
  cma: null,
  hole: null,
  initOnAlloc: false,
} as const satisfies { readonly [F in keyof Geometry]?: Geometry[F] };

const plain = { cpus: 2, kernel: "6.1", ...noFeatures } as const;

/** Boot memory of 2 blocks, 5 hotpluggable blocks; 28 frames, small enough to search exhaustively. */
const tiny: Geometry = {
  ...plain,
  pageblockOrder: order(1),
  maxOrder: order(2),
  blockFrames: frames(4),
  bootFrames: frames(8),
  sharedFrames: frames(4),
  partitions: 2,
  partitionBlocks: 2,
  device: { blockBytes: bytes(2 * FRAME_BYTES), regionBlocks: 10, address: bytes(8 * FRAME_BYTES) },
};

/** 4,096 frames (16 MiB) in 256 blocks; the shape of a real guest, scaled down. */
const small: Geometry = {
  ...plain,
  pageblockOrder: order(2),
  maxOrder: order(3),
  blockFrames: frames(16),
  bootFrames: frames(1024),
  sharedFrames: frames(512),
  partitions: 20,
  partitionBlocks: 8,
  device: { blockBytes: bytes(4 * FRAME_BYTES), regionBlocks: 768, address: bytes(1024 * FRAME_BYTES) },
};

const MIB = 2 ** 20;
const real = { ...plain, pageblockOrder: order(9), maxOrder: order(10), blockFrames: frames(32768) } as const;

/** Sizes of x86-64 Linux and of the paper's 768 MiB function: 9 partitions of 6 blocks of 128 MiB, 1 GiB shared, 2 GiB at boot. */
const paper: Geometry = {
  ...real,
  bootFrames: frames(16 * 32768),
  sharedFrames: frames(8 * 32768),
  partitions: 9,
  partitionBlocks: 6,
  device: { blockBytes: bytes(2 * MIB), regionBlocks: 62 * 64, address: bytes(2048 * MIB) },
};

/** 64 GiB: 16,777,216 frames in 512 blocks of 128 MiB. */
const huge: Geometry = {
  ...real,
  bootFrames: frames(32 * 32768),
  sharedFrames: frames(18 * 32768),
  partitions: 77,
  partitionBlocks: 6,
  device: { blockBytes: bytes(MIB), regionBlocks: 480 * 128, address: bytes(4096 * MIB) },
};

/** The geometries that have a name, from smallest to largest. */
export const presets = { tiny, small, paper, huge } as const;

/** What `--geometry` accepts besides a file. */
export type PresetName = keyof typeof presets;
