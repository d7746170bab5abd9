import type { Bytes, Extent, FrameCount, Order, PageblockIndex } from "./units.ts";

/** Whose freedom a Linux-like allocator has: how free pages change lists when blocks are stolen differs between the two. */
export type Kernel = "6.1" | "6.12";

/** Per-CPU page lists: free frames parked on a processor, neither counted as free nor mergeable. */
export interface PerCpuLists {
  /** Frames a list set may hold before a free returns `batch` of them. */
  readonly high: FrameCount;
  /** Frames moved at once between a per-CPU list and the buddy lists. */
  readonly batch: FrameCount;
  /** Largest order that is cached; Linux caches 0 to 3. */
  readonly maxOrder: Order;
}

/** Frames that ordinary requests must leave free. */
export interface Watermarks {
  /** Frames every zone keeps: the min mark. */
  readonly min: FrameCount;
  /** Frames the normal zone keeps, on top, from requests that could have used the movable zone (lowmem_reserve). */
  readonly lowmemReserve: FrameCount;
}

/** A run of pageblocks. */
export interface PageblockSpan {
  readonly first: PageblockIndex;
  readonly count: number;
}

/** Sizes of the virtio-mem device. The region starts at `address` and is `blockBytes * regionBlocks` long. */
export interface DeviceGeometry {
  /** A power of two; the unit of plugging. */
  readonly blockBytes: Bytes;
  /** Blocks in the region; may exceed 65,535, the most one request can name. */
  readonly regionBlocks: number;
  /** Guest-physical start of the region; a multiple of `blockBytes`. */
  readonly address: Bytes;
}

/**
 * Where the HotMem paper leaves a choice. Each default is the first value named; the reasons are in
 * `docs/decisions/0009-where-the-paper-is-silent.md`.
 */
export interface GuestOptions {
  /** A file page finds the shared partition full: drop clean pages of it, else use boot memory; or the fault fails and kills. */
  readonly sharedFull: "drop-then-boot" | "kill";
  /** Where read() and write() fill the page cache: like faults, or in boot memory. */
  readonly fileReads: "shared" | "boot";
  /** Whether exec keeps the assignment to the partition. */
  readonly exec: "keeps" | "drops";
  /** Who dies when a partition is exhausted. */
  readonly outOfMemory: "instance" | "process";
  /** Frames of each private partition that stay free: a watermark. */
  readonly reserve: FrameCount;
  /** A long-term pin on a page of a partition: the page moves to boot memory first, or the pin is refused. */
  readonly longtermPins: "move" | "refuse";
  /** A partition becomes free: the first of the queue is served and woken, or all wake and any of them gets it. */
  readonly waiters: "one" | "all";
  /** Whether a free populated partition may be assigned again without being plugged anew. */
  readonly reuse: boolean;
  /** Whether the shared partition is part of the device's region or of boot memory. */
  readonly sharedAt: "region" | "boot";
  /** Frames of boot memory that the memory map of one block takes (64 bytes a frame: 1/64 of the block). */
  readonly memmap: FrameCount;
  /** Which part of its region the device lets the driver use: all of it, or only a margin above the requested size. */
  readonly usable: "region" | "margin";
}

/**
 * The shape of a guest. Frames are numbered from 0: boot memory first, online in the normal zone from the start, then the
 * hotpluggable range, absent at first: the shared partition, then the private partitions, all in whole memory blocks.
 * {@link checkGeometry} says what is impossible.
 */
export interface Geometry {
  /** log2 of frames per pageblock: the unit of migratetype and isolation. */
  readonly pageblockOrder: Order;
  /** Largest order the buddy allocator holds, inclusive. Many real bugs need it above `pageblockOrder`. */
  readonly maxOrder: Order;
  /** Frames per memory block: the unit of add, online, offline and remove. */
  readonly blockFrames: FrameCount;
  readonly bootFrames: FrameCount;
  readonly sharedFrames: FrameCount;
  readonly partitions: number;
  /** Memory blocks of each private partition. */
  readonly partitionBlocks: number;
  readonly cpus: number;
  readonly kernel: Kernel;
  /** Off when null, as everything below. */
  readonly perCpuLists: PerCpuLists | null;
  readonly watermarks: Watermarks | null;
  /** Whether high-order atomic requests may reserve pageblocks (migratetype HIGHATOMIC). */
  readonly highatomic: boolean;
  /** Pageblocks of boot memory set aside as CMA at boot. */
  readonly cma: PageblockSpan | null;
  /** Frames of boot memory that do not exist; the block they lie in can never go offline. */
  readonly hole: Extent | null;
  /** Whether every allocation is zeroed (init_on_alloc=1), not only those that ask for it. */
  readonly initOnAlloc: boolean;
  readonly device: DeviceGeometry;
  /** Choices that only the `guest` contract knows; absent means the default of each. */
  readonly guest?: GuestOptions;
}

/** Frames of the whole guest, present or not. */
export const totalFrames = (g: Geometry): FrameCount =>
  (g.bootFrames + g.sharedFrames + g.partitions * g.partitionBlocks * g.blockFrames) as FrameCount;

/** Memory blocks of the whole guest, present or not. */
export const totalBlocks = (g: Geometry): number => totalFrames(g) / g.blockFrames;

/** Memory blocks that are online from the start; hotpluggable ones follow. */
export const bootBlocks = (g: Geometry): number => g.bootFrames / g.blockFrames;

/** Pageblocks of the whole guest, boot memory and hotpluggable blocks. */
export const totalPageblocks = (g: Geometry): number => totalFrames(g) / 2 ** g.pageblockOrder;
