import type { Command } from "../../model/contract.ts";
import { blockAt, type DeviceState } from "../../model/device/state.ts";
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

/** A plugged word whose address differs from a known one in a single bit, or null: the same word to a device that drops it. */
function twin(state: DeviceState, dice: Dice): U64 | null {
  const known = knownWord(state, dice);
  if (known === null) return null;
  const bit = dice.chance(1, 4) ? 2n ** 32n : state.blockBytes * 2n ** BigInt(dice.below(17));
  const address = state.address + ((known - state.address) ^ bit);
  return state.blocks[blockAt(state, address)] === 1 ? address : null;
}

/** Never zero, so that a word that lost its content is told from one that kept it. */
export function proposeWrite(state: DeviceState, dice: Dice): Command<Device> | null {
  const address = (dice.chance(1, 4) ? twin(state, dice) : null) ?? wordAt(state, dice);
  const value = dice.chance(1, 8) ? 2n ** 64n - 1n : BigInt(1 + dice.below(0xffff));
  return address === null ? null : { kind: "write", address, value };
}

/** Mostly a word that was written or read before, for only that can be judged. */
export function proposeRead(state: DeviceState, dice: Dice): Command<Device> | null {
  const address = (dice.chance(3, 4) ? knownWord(state, dice) : null) ?? wordAt(state, dice);
  return address === null ? null : { kind: "read", address };
}
