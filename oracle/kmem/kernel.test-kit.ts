import type { KmemEvent } from "./event.ts";

/** A task of the small kernel: yields what it has traced, null where it did something that leaves no trace. */
export type Task = Generator<KmemEvent | null, void, void>;

/** Frames that are used together. */
export interface Block {
  readonly pfn: number;
  readonly order: number;
  readonly movable: boolean;
}

/** Whole numbers from 0 up to, not including, the argument. */
export type Random = (below: number) => number;

/** Frames of a pageblock. */
export const PAGEBLOCK = 512;
/** Pageblocks of the small kernel. */
export const PAGEBLOCKS = 8;
const FRAMES = PAGEBLOCKS * PAGEBLOCK;
/** Zone Movable is the upper half. */
export const MOVABLE_FROM = FRAMES / 2;

/** Everything about the small kernel's memory. */
export interface Kernel {
  readonly random: Random;
  /** By frame: 1 for what cannot be taken. */
  readonly taken: Uint8Array;
  /** By pageblock: 1 for where nothing can be taken. */
  readonly isolated: Uint8Array;
  /** What is in use and may be freed or moved. */
  readonly used: Block[];
  /** What takes turns. */
  readonly tasks: Task[];
}

/** All memory is free. */
export const openKernel = (random: Random): Kernel => ({
  random,
  taken: new Uint8Array(FRAMES),
  isolated: new Uint8Array(PAGEBLOCKS),
  used: [],
  tasks: [],
});

/** Marks a block as taken or not. */
export const mark = ({ taken }: Kernel, { pfn, order }: Block, as: 0 | 1): void => {
  taken.fill(as, pfn, pfn + 2 ** order);
};

function isFree({ taken, isolated }: Kernel, pfn: number, order: number): boolean {
  if (isolated[Math.floor(pfn / PAGEBLOCK)] === 1) return false;
  for (let at = 0; at < 2 ** order; at++) if (taken[pfn + at] === 1) return false;
  return true;
}

/** Takes a free block, mostly the lowest, so that frames are used again soon; null when there is none. */
export function take(kernel: Kernel, order: number, movable: boolean): Block | null {
  const size = 2 ** order;
  const places = (movable ? FRAMES : MOVABLE_FROM) / size;
  const start = kernel.random(4) > 0 ? 0 : kernel.random(places);
  for (let at = 0; at < places; at++) {
    const pfn = ((start + at) % places) * size;
    if (!isFree(kernel, pfn, order)) continue;
    const block = { pfn, order, movable };
    mark(kernel, block, 1);
    return block;
  }
  return null;
}

/** Takes some block that is in use away from its user. */
export function pick({ used, random }: Kernel, fits: (block: Block) => boolean): Block | null {
  const start = random(Math.max(1, used.length));
  for (let at = 0; at < used.length; at++) {
    const index = (start + at) % used.length;
    if (fits(used[index] as Block)) return used.splice(index, 1)[0] as Block;
  }
  return null;
}
