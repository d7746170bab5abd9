import type { Geometry } from "../../model/geometry.ts";
import { bytes, FRAME_BYTES } from "../../model/units.ts";
import type { Dice } from "../composer.ts";

/** More blocks than one request can name, by a few; costs 64 KiB of bitmap. */
const MANY = 65_536;

/**
 * Device sizes around those of `base`: regions of few, of odd and of very many blocks, small and large blocks. Valid by
 * construction: the start is a multiple of the block size and the end stays far below 2^53. The rest of the guest is
 * kept, for the device contract never looks at it.
 */
export function geometry(dice: Dice, base: Geometry): Geometry {
  const { blockBytes, regionBlocks, address } = base.device;
  if (dice.chance(1, 3)) return base;
  const size = bytes(Math.max(FRAME_BYTES, dice.chance(1, 2) ? blockBytes : FRAME_BYTES * 2 ** dice.below(11)));
  const blocks = dice.chance(1, 24) ? MANY + dice.below(3) : few(dice, regionBlocks);
  const start = bytes(Math.max(Math.ceil(address / size), 1) * size);
  return { ...base, device: { blockBytes: size, regionBlocks: blocks, address: start } };
}

/** At least one block; half of the draws odd. */
const few = (dice: Dice, blocks: number): number =>
  dice.pick([1 + dice.below(4), 1 + dice.below(16), blocks, blocks + 1, Math.ceil(blocks / 2)]);
