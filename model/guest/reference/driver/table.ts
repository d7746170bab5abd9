import type { BlockState } from "../../vocabulary.ts";
import type { Machine } from "../machine.ts";
import { type BlockTable, KERNEL_BLOCK, OFFLINE } from "./driver.ts";

/** Names of the states, by number. */
export const stateNames = [
  "unused",
  "plugged",
  "offline",
  "offline-partial",
  "kernel",
  "kernel-partial",
  "movable",
  "movable-partial",
  "shared",
  "shared-partial",
  "private",
  "private-partial",
] as const satisfies readonly BlockState[];

/** The state without its partial form. */
export const wholeState = (state: number): number => (state >= OFFLINE ? state & ~1 : state);

/** Whether a block in this state is online. */
export const isOnline = (state: number): boolean => state >= KERNEL_BLOCK;

/** State of a block. */
export const stateOf = (m: Machine, block: number): number => m.driver.blocks.state[block] ?? 0;

/** First frame of a block of the table. */
export const frameOf = (m: Machine, block: number): number => m.layout.first + block * m.layout.blockFrames;

/** First frame of a subblock of the region. */
export const subblockFrame = (m: Machine, subblock: number): number =>
  m.layout.first + subblock * m.layout.subblockFrames;

/** The block of the table that holds a frame. */
export const blockOf = (m: Machine, frame: number): number =>
  Math.floor((frame - m.layout.first) / m.layout.blockFrames);

/** Subblock of the region that begins at a frame. */
export const subblockAt = (m: Machine, frame: number): number => (frame - m.layout.first) / m.layout.subblockFrames;

/** Frames of a block that are plugged. */
export const pluggedFrames = (m: Machine, block: number): number =>
  (m.driver.blocks.pluggedIn[block] ?? 0) * m.layout.subblockFrames;

/** The next subblock from `from` on, inside the block, that is plugged (1) or is not (0); -1: there is none. */
export function findSubblock(
  { subblocks, subblocksPerBlock }: BlockTable,
  block: number,
  from: number,
  plugged: 0 | 1,
): number {
  const end = (block + 1) * subblocksPerBlock;
  for (let at = from; at < end; at++) if (subblocks[at] === plugged) return at;
  return -1;
}

/** One past the end of the run of equal subblocks that begins at `from`, inside the block. */
export function runEnd(blocks: BlockTable, block: number, from: number): number {
  const other = findSubblock(blocks, block, from, blocks.subblocks[from] === 1 ? 0 : 1);
  return other < 0 ? (block + 1) * blocks.subblocksPerBlock : other;
}

/** Changes the record of plugged subblocks and the size; states of blocks follow in other steps. */
function note(m: Machine, first: number, count: number, plugged: 0 | 1): void {
  const { blocks, worker } = m.driver;
  const from = m.steps.subblockAt(m, first);
  const subblocks = count / m.layout.subblockFrames;
  blocks.subblocks.fill(plugged, from, from + subblocks);
  const block = blockOf(m, first);
  const sign = plugged === 1 ? 1 : -1;
  blocks.pluggedIn[block] = (blocks.pluggedIn[block] ?? 0) + sign * subblocks;
  worker.plugged += sign * count;
}

/** After ACK, and only then. */
export const notePlugged = (m: Machine, first: number, count: number): void => note(m, first, count, 1);

/** After ACK, and only then. */
export const noteUnplugged = (m: Machine, first: number, count: number): void => note(m, first, count, 0);

/** The counters by state decide which blocks are looked for at all. */
export function setState(m: Machine, block: number, state: number): void {
  const { blocks } = m.driver;
  const old = blocks.state[block] ?? 0;
  blocks.inState[old] = (blocks.inState[old] ?? 0) - 1;
  blocks.inState[state] = (blocks.inState[state] ?? 0) + 1;
  blocks.state[block] = state;
}

/** A block is partial exactly when one of its subblocks is unplugged. */
export function settleState(m: Machine, block: number): void {
  const { blocks } = m.driver;
  const old = stateOf(m, block);
  if (old < OFFLINE) return;
  const state = wholeState(old) + (blocks.pluggedIn[block] === blocks.subblocksPerBlock ? 0 : 1);
  if (state !== old) m.steps.setState(m, block, state);
}
