import type { Command } from "../../model/contract.ts";
import { type DeviceState, pluggedBytes } from "../../model/device/state.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { U64 } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import { MOST_BLOCKS } from "./ranges.ts";

/** A size that is a whole number of blocks, within the region or a block beyond it. */
function whole(state: DeviceState, dice: Dice): U64 {
  const { blockBytes, regionBytes, blocks } = state;
  switch (dice.below(11)) {
    case 0:
      return 0n;
    case 1:
      return regionBytes;
    case 2:
      return pluggedBytes(state);
    case 3:
      return state.requested + blockBytes;
    case 4:
      return state.requested < blockBytes ? 0n : state.requested - blockBytes;
    case 5:
      return BigInt(dice.below(Math.min(blocks.length + 1, 8))) * blockBytes;
    case 6:
      return BigInt(Math.min(blocks.length, MOST_BLOCKS + dice.below(3))) * blockBytes;
    default:
      return BigInt(dice.below(blocks.length + 1)) * blockBytes;
  }
}

/** Sizes no host should ask for. */
const wrong = (state: DeviceState, dice: Dice): U64 =>
  dice.pick([
    state.requested + 1n,
    state.blockBytes / 2n,
    whole(state, dice) + state.blockBytes / 2n,
    state.regionBytes + state.blockBytes,
    state.regionBytes + 1n,
    2n ** 63n,
    2n ** 64n - state.blockBytes,
  ]);

/** Mostly sizes a host may ask for, next to what is requested and plugged now. */
export function proposeResize(state: DeviceState, dice: Dice): Command<Device> {
  return { kind: "resize", bytes: dice.chance(1, 8) ? wrong(state, dice) : whole(state, dice) };
}
