import { type Handles, isFree, PAGE, type Roster } from "../../model/allocator/handles.ts";
import type { AllocatorState } from "../../model/allocator/state.ts";
import type { Dice } from "../composer.ts";

/** How often a draw is repeated before a kind counts as having nothing to propose. */
export const TRIES = 4;

/** A handle of one kind, evenly, or -1 when there is none. */
export function anyOf(table: Handles, kind: number, dice: Dice): number {
  const roster = table.rosters[kind] as Roster;
  return roster.count === 0 ? -1 : (roster.items[dice.below(roster.count)] as number);
}

/** A handle of one kind that passes a test, found in few draws, or -1. */
export function someOf(table: Handles, kind: number, dice: Dice, passes: (handle: number) => boolean): number {
  for (let tries = 0; tries < TRIES; tries++) {
    const handle = anyOf(table, kind, dice);
    if (handle < 0 || passes(handle)) return handle;
  }
  return -1;
}

/** A handle nobody ever used. */
export const freshHandle = (state: AllocatorState): number => state.handles.top;

/** The lowest handle a new thing may get, so that states of a search meet. */
export function lowestHandle({ handles }: AllocatorState): number {
  let handle = 0;
  while (!isFree(handles, handle)) handle++;
  return handle;
}

/** Memory blocks that much happens to in one run, so that add, online, offline and remove meet: edges and a few others. */
export function stageBlock(state: AllocatorState, place: number): number {
  const { blocks, bootBlocks } = state.shape;
  const hot = blocks - bootBlocks;
  if (place === 0) return bootBlocks - 1;
  if (place === 1) return blocks - 1;
  if (place === 2 || hot === 0) return 0;
  return bootBlocks + ((place - 3) % hot);
}

/** How many places the stage has. */
export const STAGE = 8;

/** A block in a wanted phase: usually one of the stage, now and then any block whatever its phase. */
export function blockIn(state: AllocatorState, dice: Dice, wanted: number): number {
  if (dice.chance(1, 8)) return dice.below(state.shape.blocks);
  const from = dice.below(STAGE);
  for (let step = 0; step < STAGE; step++) {
    const block = stageBlock(state, (from + step) % STAGE);
    if (state.phase[block] === wanted) return block;
  }
  return dice.chance(1, 4) ? stageBlock(state, from) : -1;
}

/** Pageblocks at the start of a block that much happens to, so that things meet in blocks of any size. */
export const NEAR = 8;

/** A frame near something interesting: a page somebody has, an edge of the guest or of boot memory, or anywhere. */
export function anyFrame(state: AllocatorState, dice: Dice): number {
  const { shape, handles } = state;
  const page = dice.chance(1, 2) ? anyOf(handles, PAGE, dice) : -1;
  if (page >= 0) return (handles.first[page] as number) + dice.below(handles.frames[page] as number);
  if (shape.holeEnd > 0 && dice.chance(1, 8)) return shape.holeFirst + dice.below(shape.holeEnd - shape.holeFirst);
  if (dice.chance(1, 8)) return shape.frames - 1;
  const near = Math.min(shape.blockFrames, NEAR * shape.pageblockFrames);
  if (dice.chance(1, 2)) return dice.below(Math.min(shape.bootBlocks, STAGE)) * shape.blockFrames + dice.below(near);
  return stageBlock(state, dice.below(STAGE)) * shape.blockFrames + dice.below(near);
}
