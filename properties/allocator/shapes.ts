import type { Geometry, PerCpuLists, Watermarks } from "../../model/geometry.ts";
import { extent, frames, order, pageblock } from "../../model/units.ts";
import type { Dice } from "../composer.ts";

/** A guest around `base`: as large or smaller, with features turned on in some draws. Always possible. */
export function anyGeometry(dice: Dice, base: Geometry): Geometry {
  const sized = dice.chance(1, 2) ? base : resized(dice, base);
  const pageblocks = sized.bootFrames / 2 ** sized.pageblockOrder;
  const cma = dice.chance(1, 5) && pageblocks > 2 ? anyCma(dice, pageblocks) : null;
  return {
    ...sized,
    kernel: dice.chance(1, 2) ? sized.kernel : dice.pick(["6.1", "6.12"] as const),
    cpus: dice.chance(3, 4) ? sized.cpus : dice.pick([1, 2, 3, 4]),
    perCpuLists: dice.chance(1, 4) ? anyPerCpuLists(dice, sized) : sized.perCpuLists,
    watermarks: dice.chance(1, 6) ? anyWatermarks(dice, sized) : sized.watermarks,
    highatomic: sized.highatomic || dice.chance(1, 6),
    cma: cma ?? sized.cma,
    hole: dice.chance(1, 6) && (cma ?? sized.cma) === null ? anyHole(dice, sized) : sized.hole,
    initOnAlloc: sized.initOnAlloc || dice.chance(1, 6),
  };
}

/** Fewer blocks, and now and then pageblocks as large as the largest buddy. Sizes of a real guest stay what they are. */
function resized(dice: Dice, base: Geometry): Geometry {
  const blocks = base.bootFrames / base.blockFrames;
  const boot = 1 + dice.below(Math.max(1, Math.min(blocks, 8)));
  const pageblockOrder = dice.chance(1, 4) ? base.maxOrder : base.pageblockOrder;
  return {
    ...base,
    pageblockOrder: order(base.cma === null ? pageblockOrder : base.pageblockOrder),
    bootFrames: bare(base) ? frames(boot * base.blockFrames) : base.bootFrames,
    sharedFrames: frames(Math.min(base.sharedFrames, dice.below(4) * base.blockFrames)),
    partitions: Math.min(base.partitions, 1 + dice.below(4)),
  };
}

/** Whether nothing in boot memory or its marks depends on its size. */
const bare = ({ cma, hole, watermarks }: Geometry): boolean => cma === null && hole === null && watermarks === null;

function anyPerCpuLists(dice: Dice, { maxOrder }: Geometry): PerCpuLists {
  const batch = 1 + dice.below(3);
  return {
    batch: frames(batch),
    high: frames(batch * (1 + dice.below(4))),
    maxOrder: order(Math.min(maxOrder, dice.below(4))),
  };
}

function anyWatermarks(dice: Dice, { bootFrames }: Geometry): Watermarks {
  const most = Math.max(1, Math.floor(bootFrames / 4));
  return { min: frames(dice.below(most)), lowmemReserve: frames(dice.chance(1, 2) ? 0 : dice.below(most)) };
}

function anyCma(dice: Dice, pageblocks: number): NonNullable<Geometry["cma"]> {
  const count = 1 + dice.below(Math.min(4, pageblocks - 2));
  return { first: pageblock(dice.below(pageblocks - count + 1)), count };
}

/** Odd starts and lengths; at an edge of boot memory as often as inside. */
function anyHole(dice: Dice, { bootFrames, maxOrder }: Geometry): NonNullable<Geometry["hole"]> {
  const count = 1 + dice.below(Math.min(bootFrames - 1, 2 ** maxOrder));
  const last = bootFrames - count;
  return extent(dice.pick([0, last, dice.below(last + 1)]), count);
}
