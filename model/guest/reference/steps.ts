import type { Extent } from "../../units.ts";
import type { PartitionState, Zone } from "../events.ts";
import type { Hold, ZoneSight } from "../vocabulary.ts";
import type { Area, CacheRun, FileCache, Group, KernelPage, Pages, Piece, Process } from "./parts.ts";

/**
 * What the memory manager does, one named step at a time; `M` is the machine it belongs to. Steps call one another through the machine's record only, so that
 * a mutant is the honest record with one entry replaced. Frames, counts, zones and handles are plain numbers in here.
 */
export interface MemorySteps<M> {
  // Frames
  /** Takes so many frames of a zone for an owner, lowest first; the caller has made sure that they are there. */
  takeFrames(m: M, zone: number, count: number, use: number, into: Extent[]): void;
  /** Frames of a zone that may be handed out: a partition keeps its watermark. */
  roomIn(m: M, zone: number): number;
  /** Frees frames; their content stays. */
  freeFrames(m: M, first: number, count: number): void;
  /** Puts freshly freed frames on a processor's list, where there are such lists. */
  park(m: M, zone: number, first: number, count: number): void;
  /** Empties the processors' lists of a zone. */
  drainZone(m: M, zone: number): void;
  /** Zeroes frames for who faults them. */
  zeroFresh(m: M, spans: readonly Extent[]): void;
  /** Copies the content of pages to other frames, in page order. */
  copyContent(m: M, from: readonly Extent[], to: readonly Extent[]): void;
  /** Overwrites frames. */
  store(m: M, spans: readonly Extent[], value: number): void;

  // Where pages may go: zones, the preferred one first
  zonesForAnonymous(m: M, process: Process): readonly number[];
  /** `fault`: the page cache is filled by a fault, not by read() or write(). */
  zonesForFile(m: M, process: Process, fault: boolean): readonly number[];
  zonesForKernel(m: M): readonly number[];
  /** Where a page of this zone may be moved to. */
  zonesForTarget(m: M, zone: number): readonly number[];
  /** Makes room for so many frames in these zones, by dropping clean pages where need be; false: there is not enough. */
  makeRoom(m: M, zones: readonly number[], count: number): boolean;

  // Anonymous memory
  /** Fresh zeroed pages; null: exhausted. */
  faultFresh(m: M, process: Process, pages: number): Group | null;
  /** An area that was read and not written yet. */
  faultForReading(m: M, process: Process, pages: number): Area;
  /** Copies of pages, for one process; null: exhausted. */
  copyPages(m: M, process: Process, source: readonly Extent[], pages: number): Group | null;
  /** Whether a write must go to new frames because somebody else maps the old ones. */
  breaksSharing(m: M, group: Group): boolean;
  mapGroup(m: M, group: Group): void;
  /** One area less; frees the pages when nobody references them. */
  unmapGroup(m: M, group: Group): void;
  isReferenced(m: M, group: Group): boolean;
  freeUnreferenced(m: M, group: Group): void;
  unmapArea(m: M, area: Area): void;

  // Processes
  /** Whether a child gets copies of an area at once. */
  copiesAtFork(m: M, area: Area): boolean;
  /** The child has the parent's partition. */
  inheritPartition(m: M, parent: Process, child: Process): void;
  startThread(m: M, process: Process): void;
  endThread(m: M, process: Process): void;
  /** Whether exec keeps the partition. */
  keepsAtExec(m: M): boolean;
  leavePartition(m: M, process: Process): void;
  unmapAll(m: M, process: Process): void;
  /** Ends a process: memory, threads, partition. */
  endProcess(m: M, process: Process): void;
  /** Processes that die when this one finds its memory exhausted, in order. */
  victims(m: M, process: Process): readonly Process[];
  outOfMemory(m: M, process: Process): void;

  // Partitions and their queue
  isAssignable(m: M, partition: number): boolean;
  /** A partition for a new instance; -1: none. */
  pickPartition(m: M): number;
  /** Assigns a partition to its first user; tells. */
  attach(m: M, process: Process, partition: number): void;
  addUser(m: M, partition: number): void;
  dropUser(m: M, partition: number): void;
  /** The last user left. */
  vacate(m: M, partition: number): void;
  /** Frames of a partition that somebody still uses. */
  residue(m: M, partition: number): number;
  /** A draining partition becomes free when nothing is left in it. */
  finishDraining(m: M): void;
  /** Whether who finds no partition sleeps, given whether it would. */
  maySleep(m: M, wait: boolean): boolean;
  enqueue(m: M, process: Process): void;
  dequeue(m: M, process: Process): void;
  /** A signal ends the wait of a process, and the process. */
  cancelWait(m: M, process: Process): void;
  /** Place in the queue of who gets the next free partition. */
  pickWaiter(m: M): number;
  /** Ends the wait of a process with a partition; tells. */
  serve(m: M, process: Process, partition: number): void;
  /** Gives free partitions to who waits. */
  serveWaiters(m: M): void;
  partitionState(m: M, partition: number): PartitionState;
  /** A partition enters a state; tells, and serves who waits when it is free. For the driver and for {@link vacate}. */
  enterPartition(m: M, partition: number, state: PartitionState): void;

  // Holds
  /** Whether pages in this zone may be held for long. */
  pinnable(m: M, zone: number): boolean;
  /** Moves pages out of zones where they must not be held for long; false: not possible, nothing changed. */
  moveForPin(m: M, area: Area): boolean;
  hold(m: M, area: Area, how: Hold): void;
  letGo(m: M, area: Area, how: Hold): void;

  // Page cache
  /** Brings pages of a file into memory and maps or holds nothing; false: exhausted. */
  fillCache(m: M, process: Process, file: FileCache, pages: Pages, fault: boolean): boolean;
  /** Reads pages from disk into frames. */
  load(m: M, file: FileCache, run: CacheRun): void;
  storeFile(m: M, file: FileCache, first: number, pages: number, value: number): void;
  markDirty(m: M, run: CacheRun): void;
  writeBack(m: M, file: FileCache): void;
  mapFile(m: M, file: FileCache, first: number, pages: number): void;
  unmapFile(m: M, file: FileCache, first: number, pages: number): void;
  mayDrop(m: M, run: CacheRun): boolean;
  /** Gives up pages of a run; tells. */
  dropPages(m: M, file: FileCache, run: CacheRun): void;
  /** Drops clean pages that lie in a zone until so many frames are free there. */
  dropIn(m: M, zone: number, wanted: number): void;

  // Kernel
  /** An aligned range of 2^order frames; null: none. */
  allocateKernel(m: M, order: number): KernelPage | null;
  freeKernel(m: M, page: KernelPage): void;
  /** Frames of boot memory for a memory map; null, and nothing taken, when there are too few. */
  takeBoot(m: M, count: number): readonly Extent[] | null;
  freeBoot(m: M, extents: readonly Extent[]): void;

  // Moving pages
  /** Whether a page may go elsewhere. */
  mayMove(m: M, use: number, first: number): boolean;
  /** Moves pages of one owner to frames taken for it; tells, and frees the old frames. */
  movePages(m: M, use: number, from: number, to: Extent): void;
  /** The owner finds its pages in their new place. */
  repoint(m: M, use: number, from: number, to: number, count: number): void;

  // For the driver: frames it has are in its own hands ({@link DRIVER}), all others are the memory manager's
  /** Frames of the driver in one block come into a zone, free. The block is in that zone from then on. Tells nothing. */
  onlineFrames(m: M, frames: Extent, zone: Zone): void;
  /** Takes a whole block out of its zone, without moving anything: `busy` unless all frames are free or the driver's. Tells nothing. */
  takeOffline(m: M, block: Extent): "done" | "busy";
  /** One attempt of alloc_contig_range in one block; tells moves, drops and zeroing. Done: the frames are the driver's. */
  isolate(m: M, frames: Extent): "done" | "busy" | "no-memory";
  /** Whether frames of this use may go offline as they are. */
  isIdle(m: M, use: number): boolean;
  /** Whether isolation fails at once (has_unmovable_pages). */
  isUnmovable(m: M, frames: Extent): boolean;
  /** Empties isolated frames by dropping or moving what is in them. */
  emptyRange(m: M, frames: Extent): "done" | "busy" | "no-memory";
  /** Gives up pages of a file in isolated frames, if that may be. */
  dropClean(m: M, piece: Piece): void;
  /** Zeroes the frames just taken, where the guest zeroes all it allocates. */
  prepareTaken(m: M, frames: Extent): void;
  /** Isolated frames are free again, in their block's zone. Tells nothing. */
  giveBack(m: M, frames: Extent): void;
  /** Empties every processor's lists. */
  drainLists(m: M): void;
  /** The host took these frames: whatever they held is gone, they read zero if they ever return. */
  hostDiscards(m: M, frames: Extent): void;
  /** A frame for the balloon, the driver's from then on; null: there is none to be had. */
  allocateBalloonPage(m: M): number | null;
  /** Frames of the balloon are free again, in the movable zone. Tells nothing. */
  returnBalloonFrames(m: M, frames: Extent): void;
  /** Processes, content, files and partitions as after a reset; all hotpluggable frames are the driver's. Tells nothing. */
  freshMemory(m: M): void;

  // For observers
  zoneSights(m: M): readonly ZoneSight[];
}
