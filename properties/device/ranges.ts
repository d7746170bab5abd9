import type { Command } from "../../model/contract.ts";
import { blockAt, type DeviceState } from "../../model/device/state.ts";
import type { Device, Range } from "../../model/device/vocabulary.ts";
import type { U64 } from "../../model/units.ts";
import type { Dice } from "../composer.ts";

/** The most one request can name: nb_blocks is 16 bits wide. */
export const MOST_BLOCKS = 0xffff;

type Ranged = "plug" | "unplug" | "state";

const addressOf = (state: DeviceState, block: number): U64 => state.address + BigInt(block) * state.blockBytes;
/** Blocks of the usable region; 0 while nobody knows. */
const usableBlocks = (state: DeviceState): number => Number((state.usable ?? 0n) / state.blockBytes);
const requestedBlocks = (state: DeviceState): number => Number(state.requested / state.blockBytes);

/** How long a range should be: usually short, now and then as long as it can be. */
function length(dice: Dice, most: number): number {
  if (most <= 1) return most;
  if (dice.chance(1, 6)) return most;
  return 1 + dice.below(Math.min(most, dice.chance(3, 4) ? 4 : 64));
}

/** Blocks from `from` on that are all in this state, found by looking forwards from a random place, then from the start. */
function runOf(state: DeviceState, value: 0 | 1, limit: number, dice: Dice): { first: number; most: number } | null {
  if (limit <= 0 || (value === 1 && state.pluggedBlocks === 0)) return null;
  const somewhere = state.blocks.indexOf(value, dice.chance(1, 3) ? 0 : dice.below(limit));
  const first = somewhere === -1 || somewhere >= limit ? state.blocks.indexOf(value) : somewhere;
  if (first === -1 || first >= limit) return null;
  const other = state.pluggedBlocks === 0 ? -1 : state.blocks.subarray(first, limit).indexOf(1 - value);
  return { first, most: other === -1 ? limit - first : other };
}

const named = (state: DeviceState, first: number, blocks: number): Range => ({
  address: addressOf(state, first),
  blocks: Math.min(blocks, MOST_BLOCKS),
});

/** As many blocks as one request can name, in a region that has them. */
const largest = (state: DeviceState, dice: Dice): Range =>
  named(state, dice.below(state.blocks.length - MOST_BLOCKS + 1), MOST_BLOCKS);

/** A range that ought to be acknowledged: unplugged, usable and within the requested size. */
function pluggable(state: DeviceState, dice: Dice): Range | null {
  const room = requestedBlocks(state) - state.pluggedBlocks;
  if (room >= MOST_BLOCKS && dice.chance(1, 2)) return largest(state, dice);
  const run = runOf(state, 0, usableBlocks(state), dice);
  if (run === null || room <= 0) return null;
  const atEnd = dice.chance(1, 4);
  const blocks = length(dice, Math.min(run.most, room));
  return named(state, atEnd ? run.first + run.most - blocks : run.first, blocks);
}

/** A range of plugged blocks. */
function plugged(state: DeviceState, dice: Dice): Range | null {
  if (state.pluggedBlocks >= MOST_BLOCKS && dice.chance(1, 4)) return largest(state, dice);
  const run = runOf(state, 1, state.blocks.length, dice);
  if (run === null) return null;
  const offset = dice.chance(1, 2) ? 0 : dice.below(run.most);
  return named(state, run.first + offset, length(dice, run.most - offset));
}

/** The plugged block before or after one whose content is known: what is done to it must not show there. */
function beside(state: DeviceState, dice: Dice): Range | null {
  const [word] = state.words.keys();
  if (word === undefined) return null;
  const block = blockAt(state, BigInt(word)) + dice.pick([-1, 1]);
  return state.blocks[block] === 1 ? named(state, block, 1) : null;
}

/** A range that covers an edge between plugged and unplugged blocks, or both edges of a run; anywhere if there is none. */
function crossing(state: DeviceState, dice: Dice): Range {
  const run = runOf(state, dice.pick([0, 1]), state.blocks.length, dice);
  if (run === null) return somewhere(state, dice);
  const before = Math.min(run.first, dice.below(2));
  const after = dice.below(2);
  const end = Math.min(run.first + run.most + after, state.blocks.length);
  return named(state, run.first - before, end - run.first + before);
}

/** A range of plugged or pluggable blocks, but for its address. */
function misaligned(state: DeviceState, dice: Dice): Range {
  const range = (dice.chance(1, 2) ? plugged : pluggable)(state, dice) ?? somewhere(state, dice);
  const { blockBytes } = state;
  return { ...range, address: range.address + dice.pick([1n, 8n, blockBytes / 2n, blockBytes - 1n]) };
}

/** A range of plugged or pluggable blocks for a device that drops the high bits of the address. */
function distant(state: DeviceState, dice: Dice): Range {
  const range = (dice.chance(1, 2) ? plugged : pluggable)(state, dice) ?? somewhere(state, dice);
  return { ...range, address: range.address + 2n ** dice.pick([32n, 40n, 48n, 52n, 63n]) };
}

/** One block more than requested_size allows, in blocks that are fine otherwise. */
function excessive(state: DeviceState, dice: Dice): Range {
  const room = Math.max(requestedBlocks(state) - state.pluggedBlocks, 0);
  const run = runOf(state, 0, usableBlocks(state), dice);
  return run === null ? somewhere(state, dice) : named(state, run.first, room + (dice.chance(3, 4) ? 1 : 2));
}

/** Ranges that begin or end at the border of the region or of its usable part, or just beyond. */
function border(state: DeviceState, dice: Dice): Range {
  const all = state.blocks.length;
  const usable = usableBlocks(state);
  const end = dice.chance(1, 2) ? all : usable;
  const blocks = length(dice, Math.max(end, 1));
  const first = dice.pick([0, Math.max(end - blocks, 0), Math.max(end - 1, 0), end]);
  return named(state, first, dice.chance(3, 4) ? blocks : blocks + 1);
}

/** Any blocks of the region. */
function somewhere(state: DeviceState, dice: Dice): Range {
  const first = dice.below(state.blocks.length);
  return named(state, first, length(dice, state.blocks.length - first));
}

const TOP = 2n ** 64n;

/** Ranges that are wrong whatever the state: empty, below, beyond, wrapping around 2^64. */
function invalid(state: DeviceState, dice: Dice): Range {
  const { address } = somewhere(state, dice);
  const { blockBytes, blocks } = state;
  const few = 1 + dice.below(3);
  switch (dice.below(7)) {
    case 0:
      return { address, blocks: 0 };
    case 1:
      return { address: dice.pick([0n, state.address - blockBytes]), blocks: few };
    case 2:
      return { address: addressOf(state, blocks.length - 1), blocks: 1 + few };
    case 3:
      return { address: addressOf(state, blocks.length), blocks: few };
    case 4:
      return { address, blocks: MOST_BLOCKS };
    case 5:
      return { address: TOP - BigInt(dice.pick([1, few])) * blockBytes, blocks: dice.pick([few, MOST_BLOCKS]) };
    default:
      return { address: TOP - blockBytes + dice.pick([0n, blockBytes - 1n]), blocks: 2 };
  }
}

type Recipe = (state: DeviceState, dice: Dice) => Range | null;

const odd: readonly Recipe[] = [
  crossing,
  excessive,
  border,
  border,
  somewhere,
  plugged,
  pluggable,
  misaligned,
  distant,
  invalid,
];

/**
 * Three times in four what the command is meant for. When there is no such range now, mostly nothing: another kind of
 * command is then more likely to lead somewhere.
 */
function ranged<K extends Ranged>(kind: K, usual: Recipe) {
  return (state: DeviceState, dice: Dice): Command<Device> | null => {
    const recipe = dice.chance(3, 4) ? usual : dice.pick(odd);
    const found = recipe(state, dice);
    if (found === null && recipe === usual && dice.chance(3, 4)) return null;
    const { address, blocks } = found ?? somewhere(state, dice);
    return { kind, address: address < 0n ? 0n : address, blocks };
  };
}

/** Mostly unplugged, usable blocks within the requested size. */
export const proposePlug = ranged("plug", pluggable);
/** Mostly plugged blocks. */
export const proposeUnplug = ranged("unplug", (state, dice) =>
  dice.chance(1, 4) ? (beside(state, dice) ?? plugged(state, dice)) : plugged(state, dice),
);
/** Mostly ranges with an edge between plugged and unplugged blocks. */
export const proposeState = ranged("state", (state, dice) =>
  dice.chance(1, 2) ? crossing(state, dice) : dice.chance(1, 2) ? plugged(state, dice) : border(state, dice),
);

/** A plugged block, or null when there is none. */
export function pluggedBlock(state: DeviceState, dice: Dice): number | null {
  const range = plugged(state, dice);
  return range === null ? null : blockAt(state, range.address);
}
