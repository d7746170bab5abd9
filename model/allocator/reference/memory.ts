import type { Geometry } from "../../geometry.ts";
import type { Lists, NotifierEvent, Refusal } from "../vocabulary.ts";
import type { Isolator } from "./numbers.ts";

/** An allocation: one page, or one high-order page. */
export interface Page {
  readonly kind: "page";
  readonly id: number;
  first: number;
  /** Shrinks to 0 when the tail of a non-compound page was freed under a reference (__free_pages). */
  order: number;
  /** Compound, on the LRU, hence migratable; the others are plain kernel memory. */
  readonly movable: boolean;
  /** References beyond the allocation's own. */
  references: number;
  /** The owner gave it back; references may still keep it. */
  released: boolean;
  /** Its frame was poisoned and went away with its block. */
  lost: boolean;
  /** What every frame holds, or no frame (-1): see the frames. */
  tag: number;
}

/** A reference somebody took. */
export interface Reference {
  readonly kind: "reference";
  readonly page: Page;
}

/** A run of whole pageblocks handled by alloc_contig_range. */
export interface Range {
  readonly kind: "range";
  readonly first: number;
  readonly count: number;
  /** `lost`: some of its frames went away with their block, so that it can never be given back. */
  phase: "begun" | "taken" | "offline" | "lost";
}

/** What a handle can name. */
export type Thing = Page | Reference | Range;

/** What is asked of the zones. */
export interface Request {
  readonly order: number;
  /** UNMOVABLE, MOVABLE or RECLAIMABLE. */
  readonly type: number;
  /** Highest zone that may be used (gfp_zone). */
  readonly reach: number;
  readonly atomic: boolean;
  readonly cpu: number;
}

/**
 * The whole state of a guest's page allocator. Flat typed arrays, so that a copy is a handful of slices.
 *
 * Facts about a frame live in a *node*. Heads of the largest order have their own node, number `pfn >> maxOrder`; nodes
 * of smaller heads exist only where a block was ever split ({@link parts}): of heads from {@link leafOrder} on where a
 * largest block was, of single frames where a block of that order was. So memory nobody touched costs a few bytes per
 * largest block and a block of 128 MiB goes online in 32 steps.
 */
export interface Memory {
  readonly geometry: Geometry;
  readonly steps: AllocatorSteps;
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  readonly blockShift: number;
  /** Frames of a largest buddy less one. */
  readonly topMask: number;
  /** Kernel flavour 6.12: a free page is always on the list of its pageblock's type. */
  readonly hygienic: boolean;

  /** Smallest order whose heads get their nodes with their largest block; 0 where largest blocks are small anyway. */
  readonly leafOrder: number;
  /** Frames of a block of that order less one. */
  readonly leafMask: number;
  /**
   * By node: number of the node of its first part, 0 when it was never split. The parts of a largest block are blocks of
   * {@link leafOrder}, theirs are frames.
   */
  parts: Int32Array;
  /** Nodes in use. */
  nodes: number;
  mark: Uint8Array;
  /** Of a free head: the list it is on. Of a parked or just taken page: the type remembered with it (page->index). */
  type: Uint8Array;
  /** Neighbours on the list; of an allocated page, which is on none, `next` is its number. */
  next: Int32Array;
  prev: Int32Array;
  /** 1 where an uncorrectable error was reported. */
  sick: Uint8Array;
  /** Contents: the tag that all frames of a block hold, unless it is `motley` (1) and the nodes of its parts say. */
  tag: Uint32Array;
  motley: Uint8Array;

  /** First and last frame of every list: buddy lists by zone, order, type; then per-CPU lists by processor, zone, order, type. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly firstParkedList: number;
  /** By zone and type: bit o is set when the list of order o is not empty. */
  readonly stocked: Int32Array;

  /** By zone: NR_FREE_PAGES, NR_FREE_CMA_PAGES, managed, present, frames of HIGHATOMIC pageblocks, ISOLATE pageblocks. */
  readonly free: Int32Array;
  readonly freeCma: Int32Array;
  readonly managed: Int32Array;
  readonly present: Int32Array;
  /** By zone: frames from its first to its last, or -1 until somebody counts again; online blocks decide. */
  readonly spanned: Int32Array;
  readonly reserved: Int32Array;
  readonly isolated: Int32Array;
  /** By zone: how many offline operations keep per-CPU lists switched off (zone_pcp_disable). */
  readonly parkingOff: Int32Array;
  /** By processor and zone: frames on its per-CPU lists. */
  readonly parked: Int32Array;

  readonly pageblockType: Uint8Array;
  readonly isolatedBy: Uint8Array;

  readonly blockState: Uint8Array;
  readonly blockZone: Uint8Array;
  /** By block: poisoned frames, so that the common case need not look at frames. */
  readonly sickFrames: Int32Array;
  /** By block: frames that are PG_offline. */
  readonly blockFakeOffline: Int32Array;

  readonly pages: (Page | undefined)[];
  readonly spareIds: number[];
  readonly things: Map<number, Thing>;
  /** Names of ranges that are PG_offline; few, while names of what was lost stay for ever and add up. */
  readonly offlineRanges: Set<number>;
  vetoOnline: boolean;
  vetoOffline: boolean;
}

/**
 * The mechanism, step by step. Topics call one another through this record only, so that a mutant is the honest record
 * with one entry replaced. Pfns, orders, types and zones are plain numbers in here: this is the hot path. Powers of two
 * are shifts for the same reason: `2 ** order` calls pow, which takes longer than most steps.
 */
export interface AllocatorSteps {
  // Counters
  account(m: Memory, zone: number, type: number, frames: number): void;
  // Freeing (__free_one_page and its callers)
  typeOfFreed(m: Memory, pfn: number): number;
  mayMerge(m: Memory, mine: number, theirs: number): boolean;
  mergesSoon(m: Memory, pfn: number, order: number): boolean;
  retype(m: Memory, pfn: number, order: number, type: number): void;
  freeOne(m: Memory, pfn: number, order: number, type: number, tail: boolean): void;
  freeBlockwise(m: Memory, pfn: number, order: number): void;
  freeHealthy(m: Memory, pfn: number, order: number): void;
  freePage(m: Memory, pfn: number, order: number, cpu: number): void;
  freeRemainder(m: Memory, page: Page, cpu: number): void;
  // Allocating (__rmqueue and below)
  rmqueueSmallest(m: Memory, zone: number, order: number, type: number): number;
  expand(m: Memory, pfn: number, low: number, high: number, type: number): void;
  rmqueue(m: Memory, zone: number, order: number, type: number): number;
  rmqueueZone(m: Memory, zone: number, request: Request): number;
  mayUseZone(m: Memory, zone: number, request: Request): boolean;
  watermarkOk(m: Memory, zone: number, request: Request): boolean;
  getPage(m: Memory, request: Request): number;
  allocatePage(m: Memory, request: Request): number;
  prepare(m: Memory, page: Page, zero: boolean): number;
  // Fallback
  findFallback(m: Memory, zone: number, order: number, type: number): number;
  canSteal(m: Memory, order: number, type: number): boolean;
  worthClaiming(m: Memory, free: number, alike: number): boolean;
  fallback(m: Memory, zone: number, order: number, type: number): number;
  stealMoving(m: Memory, pfn: number, type: number, whole: boolean): void;
  claimOrTake(m: Memory, pfn: number, order: number, type: number, whole: boolean): number;
  reserveHighatomic(m: Memory, pfn: number): void;
  unreserveHighatomic(m: Memory, request: Request, force: boolean): boolean;
  // Per-CPU lists
  bypassesParking(m: Memory, pfn: number, order: number): boolean;
  park(m: Memory, pfn: number, order: number, cpu: number): boolean;
  unpark(m: Memory, zone: number, request: Request): number;
  typeOfDrained(m: Memory, pfn: number, remembered: number): number;
  drainCpu(m: Memory, cpu: number, zone: number): void;
  // Isolation
  unmovable(m: Memory, pageblock: number, forOffline: boolean): boolean;
  isolate(m: Memory, pageblock: number, by: Isolator): boolean;
  unisolate(m: Memory, pageblock: number, type: number): void;
  isolateRange(m: Memory, pageblock: number, count: number, by: Isolator): boolean;
  moveFree(m: Memory, pageblock: number, type: number): number;
  splitStraddling(m: Memory, pfn: number, order: number): void;
  // Migration and references
  mayMigrate(m: Memory, page: Page): boolean;
  migrateOne(m: Memory, page: Page, type: number, reach: number): number;
  migrationTarget(m: Memory, page: Page, type: number, reach: number): number;
  copyContent(m: Memory, page: Page, to: number): void;
  pinnable(m: Memory, page: Page): boolean;
  grab(m: Memory, page: Page): void;
  letGo(m: Memory, page: Page): void;
  writeTag(m: Memory, page: Page, tag: number): void;
  // Ranges
  rangeIsFree(m: Memory, first: number, end: number): boolean;
  takeRange(m: Memory, first: number, end: number): void;
  contigBatch(m: Memory, range: Range): readonly Page[];
  prepareRange(m: Memory, range: Range): number;
  fakeOffline(m: Memory, range: Range): void;
  fakeOnline(m: Memory, range: Range): void;
  // Hotplug
  notify(m: Memory, log: NotifierEvent[], event: NotifierEvent): boolean;
  refusesAdd(m: Memory, block: number): Refusal | null;
  refusesOnline(m: Memory, block: number): Refusal | null;
  refusesOffline(m: Memory, block: number): Refusal | null;
  refusesRemove(m: Memory, block: number): Refusal | null;
  hasHole(m: Memory, first: number, end: number): boolean;
  addFrames(m: Memory, block: number): void;
  removeFrames(m: Memory, block: number): void;
  adjustPresent(m: Memory, zone: number, frames: number): void;
  stopParking(m: Memory, zone: number): void;
  freeRun(m: Memory, first: number, end: number): void;
  onlineFrames(m: Memory, block: number): void;
  offlineTest(m: Memory, block: number): boolean;
  offlineFrames(m: Memory, block: number): void;
  rollback(m: Memory, block: number): void;
  // Poison
  poison(m: Memory, pfn: number): "free" | "in-use" | "ignored";
  poisonFree(m: Memory, pfn: number): void;
  // Looking, and misuse
  list(m: Memory): Lists;
  acceptsFree(m: Memory, pfn: number, order: number): boolean;
}
