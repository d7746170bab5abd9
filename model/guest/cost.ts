import { type FrameCount, frames } from "../units.ts";
import type { Spent } from "./events.ts";

/** How a guest gives memory back; a balloon works page by page, HotMem by partition, virtio-mem by subblock. */
export type Mechanism = "hotmem" | "virtio-mem" | "virtio-mem-kernel" | "balloon";

/**
 * What one unit of work costs, in microseconds. Measured by others on their machines; good to about 30 %, ratios better than
 * absolute times. The rules never look at them.
 *
 * Sources: "Squeezy" is arXiv 2411.12893v2, on a Xeon E5-2630 at 2.2 GHz; "HyperAlloc" is the raw data of that EuroSys'25 paper
 * (github.com/luhsra/hyperalloc-bench), on a Xeon Gold 6252 at 2.1 GHz.
 */
export interface CostOptions {
  /** A page moved to another frame: 61.5 % of virtio-mem's 2.5 s for 2 GiB (Squeezy 6.1.1), if every frame had been occupied. */
  readonly migratedPage: number;
  /** A frame zeroed because a range taken for unplugging counts as an allocation (init_on_alloc=1): 24 % of the same 2.5 s. */
  readonly zeroedFrame: number;
  /** The first access of a page that the host has yet to back with 4 KiB: 0.97 GiB/s (HyperAlloc). */
  readonly faultedPage: number;
  /** Everything else, per frame given back: isolating, offlining, removing, requests and the host's discard. */
  readonly unpluggedFrame: { readonly [M in Mechanism]: number };
  /** PLUG, add and online, per frame: 45 ms for 1,536 MiB (Squeezy 6.2.1); a balloon hands pages back at 2.34 GiB/s (HyperAlloc). */
  readonly pluggedFrame: { readonly [M in Mechanism]: number };
}

const TWO_GIB = 2 ** 19; // frames
const FUNCTION_1536_MIB = 12 * 2 ** 15; // frames
/** Frames of the 18 GiB that HyperAlloc's virtual machine gave back and took, measured as a whole. */
const EIGHTEEN_GIB = 18 * 2 ** 18;

const us = (milliseconds: number): number => milliseconds * 1000;

/** virtio-mem and Squeezy reclaiming 2 GiB (Squeezy 6.1.1); a balloon took 2.34 times as long as virtio-mem. */
const published = { virtioMem: 2500, hotmem: 127, balloon: 2.34 * 2500 } as const;

/** A loaded guest, as the Squeezy paper has it: with nothing else to do than the counters say, its figures come out again. */
export const loadedGuest: CostOptions = {
  migratedPage: (us(published.virtioMem) * 0.615) / TWO_GIB,
  zeroedFrame: (us(published.virtioMem) * 0.24) / TWO_GIB,
  faultedPage: 3.9,
  unpluggedFrame: {
    hotmem: us(published.hotmem) / TWO_GIB,
    "virtio-mem": (us(published.virtioMem) * 0.145) / TWO_GIB,
    "virtio-mem-kernel": (us(published.virtioMem) * 0.145) / TWO_GIB,
    balloon: us(published.balloon) / TWO_GIB,
  },
  pluggedFrame: {
    hotmem: us(45) / FUNCTION_1536_MIB,
    "virtio-mem": us(45) / FUNCTION_1536_MIB,
    "virtio-mem-kernel": us(45) / FUNCTION_1536_MIB,
    balloon: us(8540) / EIGHTEEN_GIB,
  },
};

/**
 * The same with HyperAlloc's figures for what they measured: a guest that has nothing to migrate, gives back 18 GiB it had
 * touched (virtio-mem 581 ms, balloon 20.99 s) and takes them again (197 ms, 8.54 s). The most favourable view of virtio-mem.
 */
export const idleGuest: CostOptions = {
  ...loadedGuest,
  unpluggedFrame: {
    hotmem: loadedGuest.unpluggedFrame.hotmem,
    "virtio-mem": us(581) / EIGHTEEN_GIB,
    "virtio-mem-kernel": us(581) / EIGHTEEN_GIB,
    balloon: us(20_990) / EIGHTEEN_GIB,
  },
  pluggedFrame: {
    hotmem: us(197) / EIGHTEEN_GIB,
    "virtio-mem": us(197) / EIGHTEEN_GIB,
    "virtio-mem-kernel": us(197) / EIGHTEEN_GIB,
    balloon: us(8540) / EIGHTEEN_GIB,
  },
};

/** What was done: the counters of one or more answers, and how far plugged memory went down and up meanwhile. */
export interface Work {
  readonly spent: Spent;
  readonly unplugged: FrameCount;
  readonly plugged: FrameCount;
}

/** Milliseconds, by what they went on. */
export interface Cost {
  readonly migrating: number;
  readonly zeroing: number;
  readonly faulting: number;
  readonly unplugging: number;
  readonly plugging: number;
  readonly total: number;
}

/**
 * What some work would take on the machines that the constants come from. Requests, offlined blocks and steps have no constant of
 * their own: nobody measured them one by one, they are in what a frame costs to give back.
 */
export function costOf(mechanism: Mechanism, { spent, unplugged, plugged }: Work, options = loadedGuest): Cost {
  const migrating = (spent.migrated * options.migratedPage) / 1000;
  const zeroing = (spent.zeroed * options.zeroedFrame) / 1000;
  const faulting = (spent.faulted * options.faultedPage) / 1000;
  const unplugging = (unplugged * options.unpluggedFrame[mechanism]) / 1000;
  const plugging = (plugged * options.pluggedFrame[mechanism]) / 1000;
  const total = migrating + zeroing + faulting + unplugging + plugging;
  return { migrating, zeroing, faulting, unplugging, plugging, total };
}

/** Counters of several answers together. */
export function sumOfSpent(all: Iterable<Spent>): Spent {
  const sum = { migrated: 0, zeroed: 0, faulted: 0, requests: 0, offlined: 0, steps: 0 };
  for (const spent of all) for (const counter of counters) sum[counter] += spent[counter];
  return sum;
}

const counters = ["migrated", "zeroed", "faulted", "requests", "offlined", "steps"] as const satisfies (keyof Spent)[];

/** Giving back so many frames, and nothing else. */
export const reclaiming = (spent: Spent, unplugged: number): Work => ({
  spent,
  unplugged: frames(unplugged),
  plugged: frames(0),
});
