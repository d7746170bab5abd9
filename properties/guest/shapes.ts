import type { Geometry, GuestOptions, PerCpuLists } from "../../model/geometry.ts";
import { withRegion } from "../../model/guest/layout.ts";
import { optionsOf } from "../../model/guest/options.ts";
import { presets } from "../../model/presets.ts";
import { bytes, FRAME_BYTES, frames, order } from "../../model/units.ts";
import type { Dice } from "../composer.ts";

/**
 * A guest around `base`, as large or smaller: few and odd numbers of blocks, small shared partitions, options of the paper's
 * open points turned away from their defaults in some draws. Always possible, and the device's region is where it must be.
 */
export function anyGeometry(dice: Dice, base: Geometry): Geometry {
  // What takes little memory to happen, happens soonest where there is little.
  const scale = isScaledDown(base) && dice.chance(1, 2) ? tinyAs(base) : base;
  const sized = dice.chance(1, 3) ? scale : resized(dice, scale);
  return withRegion({
    ...sized,
    kernel: dice.chance(1, 2) ? sized.kernel : dice.pick(["6.1", "6.12"] as const),
    perCpuLists: dice.chance(1, 4) ? anyPerCpuLists(dice, sized) : sized.perCpuLists,
    initOnAlloc: sized.initOnAlloc || dice.chance(1, 4),
    guest: anyOptions(dice, sized),
  });
}

/** Whether a guest is a model of a real one anyway, so that its blocks may as well be of other sizes. */
const isScaledDown = ({ blockFrames }: Geometry): boolean => blockFrames <= presets.small.blockFrames;

/** The smallest guest, with what else `base` has. */
const tinyAs = ({ cpus, kernel, perCpuLists, initOnAlloc, guest }: Geometry): Geometry => ({
  ...presets.tiny,
  cpus,
  kernel,
  perCpuLists,
  initOnAlloc,
  ...(guest === undefined ? {} : { guest }),
});

/** Most partitions of a guest in which every one of them is used now and then. */
const FEW = 5;
/** Most blocks of boot memory that kernel and page cache fill in one run. */
const CRAMPED = 8;

function resized(dice: Dice, base: Geometry): Geometry {
  const pageblockOrder = order(dice.chance(1, 4) ? base.maxOrder : base.pageblockOrder);
  const boot = base.bootFrames / base.blockFrames;
  const shared = base.sharedFrames / base.blockFrames;
  return {
    ...base,
    pageblockOrder,
    bootFrames: bare(base) ? frames(upTo(dice, boot, CRAMPED) * base.blockFrames) : base.bootFrames,
    sharedFrames: frames(Math.min(shared, dice.pick([0, 1, 1, 2, 3, shared])) * base.blockFrames),
    partitions: upTo(dice, base.partitions, FEW),
    partitionBlocks: upTo(dice, base.partitionBlocks, FEW),
    device: { ...base.device, blockBytes: anyBlockBytes(dice, base) },
  };
}

/** All, or a small number from one on; both odd and even ones. 0 stays 0. */
const upTo = (dice: Dice, all: number, most: number): number =>
  dice.chance(1, 4) ? all : Math.min(all, 1 + dice.below(most));

/** Whether nothing in boot memory or its marks depends on its size. */
const bare = ({ cma, hole, watermarks }: Geometry): boolean => cma === null && hole === null && watermarks === null;

/** A device block: the usual one, one frame, or a whole memory block; so below, at and above the pageblock. */
function anyBlockBytes(dice: Dice, { device, blockFrames }: Geometry): Geometry["device"]["blockBytes"] {
  const whole = blockFrames * FRAME_BYTES;
  return bytes(
    Math.min(
      whole,
      dice.pick([device.blockBytes, device.blockBytes, 2 * device.blockBytes, whole, least(blockFrames)]),
    ),
  );
}

/** A device block far below the pageblock; one frame where blocks are small, 1 MiB where they are those of Linux. */
const least = (blockFrames: number): number => Math.max(1, blockFrames / 128) * FRAME_BYTES;

function anyPerCpuLists(dice: Dice, { maxOrder }: Geometry): PerCpuLists {
  const batch = 1 + dice.below(3);
  return {
    batch: frames(batch),
    high: frames(batch * (1 + dice.below(4))),
    maxOrder: order(Math.min(maxOrder, dice.below(4))),
  };
}

/** Each open point of the paper decided the other way in a few draws. */
function anyOptions(dice: Dice, g: Geometry): GuestOptions {
  const usual = optionsOf(g);
  const other = <T>(value: T, instead: T): T => (dice.chance(1, 6) ? instead : value);
  const rated = g.partitionBlocks * g.blockFrames;
  return {
    sharedFull: other(usual.sharedFull, "kill"),
    fileReads: other(usual.fileReads, "boot"),
    exec: other(usual.exec, "drops"),
    outOfMemory: other(usual.outOfMemory, "process"),
    reserve: other(usual.reserve, frames(dice.below(Math.max(1, rated / 2)))),
    longtermPins: other(usual.longtermPins, "refuse"),
    waiters: other(usual.waiters, "all"),
    reuse: other(usual.reuse, false),
    sharedAt: g.partitions > 0 ? other(usual.sharedAt, "boot") : usual.sharedAt,
    memmap: other(usual.memmap, frames(dice.pick([0, Math.ceil(g.blockFrames / 64)]))),
    usable: other(usual.usable, "margin"),
  };
}
