import type { Extent } from "../../units.ts";
import type { PartitionState, Zone } from "../events.ts";
import type { Hold, ZoneSight } from "../vocabulary.ts";
import type { DriverSteps } from "./driver/steps.ts";
import type { Area, CacheRun, FileCache, Group, KernelPage, Machine, Pages, Process } from "./machine.ts";

/**
 * What the memory manager does, one named step at a time. Steps call one another through the machine's record only, so that
 * a mutant is the honest record with one entry replaced. Frames, counts, zones and handles are plain numbers in here.
 */
export interface MemorySteps {
  // Frames
  /** Takes so many frames of a zone for an owner, lowest first; the caller has made sure that they are there. */
  takeFrames(m: Machine, zone: number, count: number, use: number, into: Extent[]): void;
  /** Frames of a zone that may be handed out: a partition keeps its watermark. */
  roomIn(m: Machine, zone: number): number;
  /** Frees frames; their content stays. */
  freeFrames(m: Machine, first: number, count: number): void;
  /** Puts freshly freed frames on a processor's list, where there are such lists. */
  park(m: Machine, zone: number, first: number, count: number): void;
  /** Empties the processors' lists of a zone. */
  drainZone(m: Machine, zone: number): void;
  /** Zeroes frames for who faults them. */
  zeroFresh(m: Machine, spans: readonly Extent[]): void;
  /** Copies the content of pages to other frames, in page order. */
  copyContent(m: Machine, from: readonly Extent[], to: readonly Extent[]): void;
  /** Overwrites frames. */
  store(m: Machine, spans: readonly Extent[], value: number): void;

  // Where pages may go: zones, the preferred one first
  zonesForAnonymous(m: Machine, process: Process): readonly number[];
  /** `fault`: the page cache is filled by a fault, not by read() or write(). */
  zonesForFile(m: Machine, process: Process, fault: boolean): readonly number[];
  zonesForKernel(m: Machine): readonly number[];
  /** Where a page of this zone may be moved to. */
  zonesForTarget(m: Machine, zone: number): readonly number[];
  /** Makes room for so many frames in these zones, by dropping clean pages where need be; false: there is not enough. */
  makeRoom(m: Machine, zones: readonly number[], count: number): boolean;

  // Anonymous memory
  /** Fresh zeroed pages; null: exhausted. */
  faultFresh(m: Machine, process: Process, pages: number): Group | null;
  /** An area that was read and not written yet. */
  faultForReading(m: Machine, process: Process, pages: number): Area;
  /** Copies of pages, for one process; null: exhausted. */
  copyPages(m: Machine, process: Process, source: readonly Extent[], pages: number): Group | null;
  /** Whether a write must go to new frames because somebody else maps the old ones. */
  breaksSharing(m: Machine, group: Group): boolean;
  mapGroup(m: Machine, group: Group): void;
  /** One area less; frees the pages when nobody references them. */
  unmapGroup(m: Machine, group: Group): void;
  isReferenced(m: Machine, group: Group): boolean;
  freeUnreferenced(m: Machine, group: Group): void;
  unmapArea(m: Machine, area: Area): void;

  // Processes
  /** Whether a child gets copies of an area at once. */
  copiesAtFork(m: Machine, area: Area): boolean;
  /** The child has the parent's partition. */
  inheritPartition(m: Machine, parent: Process, child: Process): void;
  startThread(m: Machine, process: Process): void;
  endThread(m: Machine, process: Process): void;
  /** Whether exec keeps the partition. */
  keepsAtExec(m: Machine): boolean;
  leavePartition(m: Machine, process: Process): void;
  unmapAll(m: Machine, process: Process): void;
  /** Ends a process: memory, threads, partition. */
  endProcess(m: Machine, process: Process): void;
  /** Processes that die when this one finds its memory exhausted, in order. */
  victims(m: Machine, process: Process): readonly Process[];
  outOfMemory(m: Machine, process: Process): void;

  // Partitions and their queue
  isAssignable(m: Machine, partition: number): boolean;
  /** A partition for a new instance; -1: none. */
  pickPartition(m: Machine): number;
  /** Assigns a partition to its first user; tells. */
  attach(m: Machine, process: Process, partition: number): void;
  addUser(m: Machine, partition: number): void;
  dropUser(m: Machine, partition: number): void;
  /** The last user left. */
  vacate(m: Machine, partition: number): void;
  /** Frames of a partition that somebody still uses. */
  residue(m: Machine, partition: number): number;
  /** A draining partition becomes free when nothing is left in it. */
  finishDraining(m: Machine): void;
  /** Whether who finds no partition sleeps, given whether it would. */
  maySleep(m: Machine, wait: boolean): boolean;
  enqueue(m: Machine, process: Process): void;
  dequeue(m: Machine, process: Process): void;
  /** A signal ends the wait of a process, and the process. */
  cancelWait(m: Machine, process: Process): void;
  /** Place in the queue of who gets the next free partition. */
  pickWaiter(m: Machine): number;
  /** Ends the wait of a process with a partition; tells. */
  serve(m: Machine, process: Process, partition: number): void;
  /** Gives free partitions to who waits. */
  serveWaiters(m: Machine): void;
  partitionState(m: Machine, partition: number): PartitionState;
  /** A partition enters a state; tells, and serves who waits when it is free. For the driver and for {@link vacate}. */
  enterPartition(m: Machine, partition: number, state: PartitionState): void;

  // Holds
  /** Whether pages in this zone may be held for long. */
  pinnable(m: Machine, zone: number): boolean;
  /** Moves pages out of zones where they must not be held for long; false: not possible, nothing changed. */
  moveForPin(m: Machine, area: Area): boolean;
  hold(m: Machine, area: Area, how: Hold): void;
  letGo(m: Machine, area: Area, how: Hold): void;

  // Page cache
  /** Brings pages of a file into memory and maps or holds nothing; false: exhausted. */
  fillCache(m: Machine, process: Process, file: FileCache, pages: Pages, fault: boolean): boolean;
  /** Reads pages from disk into frames. */
  load(m: Machine, file: FileCache, run: CacheRun): void;
  storeFile(m: Machine, file: FileCache, first: number, pages: number, value: number): void;
  markDirty(m: Machine, run: CacheRun): void;
  writeBack(m: Machine, file: FileCache): void;
  mapFile(m: Machine, file: FileCache, first: number, pages: number): void;
  unmapFile(m: Machine, file: FileCache, first: number, pages: number): void;
  mayDrop(m: Machine, run: CacheRun): boolean;
  /** Gives up pages of a run; tells. */
  dropPages(m: Machine, file: FileCache, run: CacheRun): void;
  /** Drops clean pages that lie in a zone until so many frames are free there. */
  dropIn(m: Machine, zone: number, wanted: number): void;

  // Kernel
  /** An aligned range of 2^order frames; null: none. */
  allocateKernel(m: Machine, order: number): KernelPage | null;
  freeKernel(m: Machine, page: KernelPage): void;
  /** Frames of boot memory for a memory map; null, and nothing taken, when there are too few. */
  takeBoot(m: Machine, count: number): readonly Extent[] | null;
  freeBoot(m: Machine, extents: readonly Extent[]): void;

  // Moving pages
  /** Whether a page may go elsewhere. */
  mayMove(m: Machine, use: number, first: number): boolean;
  /** Moves pages of one owner to frames taken for it; tells, and frees the old frames. */
  movePages(m: Machine, use: number, from: number, to: Extent): void;
  /** The owner finds its pages in their new place. */
  repoint(m: Machine, use: number, from: number, to: number, count: number): void;

  // For the driver: frames it has are in its own hands ({@link DRIVER}), all others are the memory manager's
  /** Frames of the driver in one block come into a zone, free. The block is in that zone from then on. Tells nothing. */
  onlineFrames(m: Machine, frames: Extent, zone: Zone): void;
  /** Takes a whole block out of its zone, without moving anything: `busy` unless all frames are free or the driver's. Tells nothing. */
  takeOffline(m: Machine, block: Extent): "done" | "busy";
  /** One attempt of alloc_contig_range in one block; tells moves, drops and zeroing. Done: the frames are the driver's. */
  isolate(m: Machine, frames: Extent): "done" | "busy" | "no-memory";
  /** Whether frames of this use may go offline as they are. */
  isIdle(m: Machine, use: number): boolean;
  /** Whether isolation fails at once (has_unmovable_pages). */
  isUnmovable(m: Machine, frames: Extent): boolean;
  /** Empties isolated frames by dropping or moving what is in them. */
  emptyRange(m: Machine, frames: Extent): "done" | "busy" | "no-memory";
  /** Zeroes the frames just taken, where the guest zeroes all it allocates. */
  prepareTaken(m: Machine, frames: Extent): void;
  /** Isolated frames are free again, in their block's zone. Tells nothing. */
  giveBack(m: Machine, frames: Extent): void;
  /** Empties every processor's lists. */
  drainLists(m: Machine): void;
  /** The host took these frames: whatever they held is gone, they read zero if they ever return. */
  hostDiscards(m: Machine, frames: Extent): void;
  /** A frame for the balloon, the driver's from then on; null: there is none to be had. */
  allocateBalloonPage(m: Machine): number | null;
  /** Frames of the balloon are free again, in the movable zone. Tells nothing. */
  returnBalloonFrames(m: Machine, frames: Extent): void;
  /** Processes, content, files and partitions as after a reset; all hotpluggable frames are the driver's. Tells nothing. */
  freshMemory(m: Machine): void;

  // For observers
  zoneSights(m: Machine): readonly ZoneSight[];
}

/** Every step of a guest. */
export type GuestSteps = MemorySteps & DriverSteps<Machine>;
