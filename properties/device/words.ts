import type { Command } from "../../model/contract.ts";
import type { DeviceState } from "../../model/device/state.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { U64 } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import { pluggedBlock } from "./ranges.ts";

/** A word of a plugged block: its first, its last, or one between; null when nothing is plugged. */
function wordAt(state: DeviceState, dice: Dice): U64 | null {
  const block = pluggedBlock(state, dice);
  if (block === null) return null;
  const start = state.address + BigInt(block) * state.blockBytes;
  return start + dice.pick([0n, state.blockBytes - 8n, state.blockBytes / 2n]);
}

/** A word whose content is known, or null. */
function knownWord(state: DeviceState, dice: Dice): U64 | null {
  if (state.words.size === 0) return null;
  let left = dice.below(Math.min(state.words.size, 16));
  for (const at of state.words.keys()) if (left-- === 0) return BigInt(at);
  return null;
}

/** Never zero, so that a word that lost its content is told from one that kept it. */
export function proposeWrite(state: DeviceState, dice: Dice): Command<Device> | null {
  const address = wordAt(state, dice);
  const value = dice.chance(1, 8) ? 2n ** 64n - 1n : BigInt(1 + dice.below(0xffff));
  return address === null ? null : { kind: "write", address, value };
}

/** Mostly a word that was written or read before, for only that can be judged. */
export function proposeRead(state: DeviceState, dice: Dice): Command<Device> | null {
  const address = (dice.chance(3, 4) ? knownWord(state, dice) : null) ?? wordAt(state, dice);
  return address === null ? null : { kind: "read", address };
}
