import type { Geometry } from "../geometry.ts";
import { presets } from "../presets.ts";
import { extent, frames, order, pageblock } from "../units.ts";

const { tiny, small } = presets;
const perCpuLists = { high: frames(6), batch: frames(2), maxOrder: order(1) };

const loaded = {
  ...small,
  perCpuLists,
  highatomic: true,
  cma: { first: pageblock(4), count: 3 },
  hole: extent(37, 6),
  initOnAlloc: true,
  bootFrames: frames(64),
  sharedFrames: frames(32),
  partitions: 2,
  partitionBlocks: 2,
} as const;

/** Small guests that between them switch on everything a geometry can switch on. */
export const walkedGeometries: Readonly<Record<string, Geometry>> = {
  tiny,
  tinyHygienic: { ...tiny, kernel: "6.12", perCpuLists: { ...perCpuLists, maxOrder: order(2) } },
  small: { ...small, bootFrames: frames(128), sharedFrames: frames(64), partitions: 3, partitionBlocks: 2 },
  loaded,
  loadedHygienic: { ...loaded, kernel: "6.12" },
  marked: { ...loaded, perCpuLists: null, watermarks: { min: frames(6), lowmemReserve: frames(4) } },
  tall: { ...loaded, hole: null, maxOrder: order(4) },
  flat: { ...loaded, kernel: "6.12", pageblockOrder: order(3), cma: null },
};
