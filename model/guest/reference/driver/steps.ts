import type { Extent } from "../../../units.ts";
import type { Response, Zone } from "../../events.ts";
import type { BlockState } from "../../vocabulary.ts";
import type { Ending } from "./driver.ts";

/**
 * What host, device and driver do, one named step at a time; `M` is the machine they belong to. Steps call one another through
 * the machine's record only, so that a mutant is the honest record with one entry replaced. Frames, blocks (counted from
 * the first hotpluggable one) and subblocks are plain numbers in here.
 */
export interface DriverSteps<M> {
  // Host and device
  /** Sets the requested size; a sentence when the host may not. */
  setRequested(m: M, bytes: bigint): string | null;
  /** The driver learns of a changed configuration. */
  notifyDriver(m: M): void;
  /** A reset of the machine reaches the device. */
  resetDevice(m: M): void;
  /** The machine goes on elsewhere, with what was saved of it. */
  restoreMachine(m: M): void;
  /** Whether the host keeps the device from serving this. */
  hostIsBusy(m: M): boolean;
  /** The device serves the outstanding request. */
  serveRequest(m: M): Response;

  // The work loop
  /** Something changed that the worker may be waiting for. */
  wake(m: M): void;
  /** The first micro-step of a run of the work loop. */
  begin(m: M): void;
  readConfig(m: M): void;
  /** Takes note of the new size and of the usable region. */
  adoptConfig(m: M): void;
  /** What is left to do for a size; the driver's own mechanism. */
  plan(m: M): void;
  planPartitions(m: M): void;
  /** Whether memory of an earlier life must go first. */
  mustUnplugAll(m: M): boolean;
  /** Begins to clean up a block that is plugged and not added, or one that is empty and still added; false: there is none. */
  cleanUp(m: M): boolean;
  /** A block that is plugged and not added; -1: none. */
  findLeftover(m: M): number;
  /** A block without a plugged subblock that is still online; -1: none to be removed now. */
  findEmptied(m: M): number;
  /** Ends a run of the work loop. */
  finish(m: M, ending: Ending): void;
  armTimer(m: M): void;
  /** The delay after this one. */
  nextDelay(m: M, ms: number): number;
  expireTimer(m: M): void;
  /** The delay after a success. */
  resetDelay(m: M): void;
  breakDown(m: M, why: string): void;

  // Requests
  /** Prepares a PLUG of frames of this block. */
  preparePlug(m: M, block: number, first: number, count: number): void;
  prepareUnplug(m: M, block: number, first: number, count: number): void;
  prepareUnplugAll(m: M): void;
  /** Whether a request must wait until the configuration was read again. */
  mayNotSend(m: M): boolean;
  send(m: M): void;
  /** Whether the request could be queued. */
  reachesQueue(m: M): boolean;
  notQueued(m: M): void;
  /** Takes the response. */
  receive(m: M): void;
  /** How a run ends for a response other than ACK. */
  endingFor(m: M, response: Response): Ending;
  plugAcked(m: M): void;
  unplugAcked(m: M): void;
  unplugAllAcked(m: M): void;
  /** What follows when a block has lost memory. */
  afterUnplug(m: M, block: number): void;
  refused(m: M, response: Response): void;
  /** Frames of an UNPLUG that was not carried out become the allocator's again. */
  undoIsolation(m: M): void;
  /** Newly plugged frames of an online block, or those of a refused UNPLUG, become the allocator's. */
  handOver(m: M): void;

  // Bookkeeping of blocks
  notePlugged(m: M, first: number, count: number): void;
  noteUnplugged(m: M, first: number, count: number): void;
  /** Moves a block from one state's count to the other's. */
  setState(m: M, block: number, state: number): void;
  /** The full or partial form of an added block's state, as its subblocks say. */
  settleState(m: M, block: number): void;
  /** Frames of a request, as subblocks of a block. */
  subblockAt(m: M, frame: number): number;

  // Blocks
  /** Whether one more block may be added that is not online yet. */
  mayAdd(m: M): boolean;
  add(m: M): void;
  /** Frames for the memory map of a block; null when add_memory fails. */
  takeMemmap(m: M): readonly Extent[] | null;
  addFailed(m: M): void;
  /** Prepares to unplug what is plugged of a block that is not added. */
  unplugLeftover(m: M, block: number): void;
  online(m: M): void;
  zoneOf(m: M, block: number): Zone;
  onlineState(m: M, zone: Zone): number;
  /** The plugged frames of a block come online, the others stay with the driver. */
  onlinePlugged(m: M, block: number, zone: Zone): void;
  /** What follows once a block is online. */
  blockOnline(m: M): void;
  offline(m: M): void;
  /** Whether another driver vetoes. */
  isVetoed(m: M): boolean;
  /** offline_pages of a block without anything in use. */
  takeBlock(m: M, block: number): "done" | "busy" | "vetoed";
  /** What follows when a block would not go offline. */
  offlineFailed(m: M): void;
  remove(m: M): void;
  freeMemmap(m: M, block: number): void;
  /** What follows once a block is removed. */
  blockRemoved(m: M): void;

  // HotMem: partitions
  /** Whole partitions to be plugged, or to be unplugged, for the requested size. */
  partitionsToPlug(m: M): number;
  partitionsToUnplug(m: M): number;
  /** What is left to do of a partition that is under way; false: nothing is under way. */
  resume(m: M): boolean;
  /** The shared partition if it is to be plugged now; then the lowest empty one; {@link NO_PARTITION}: none. */
  pickEmpty(m: M): number;
  pickFree(m: M): number;
  isReclaimable(m: M, partition: number): boolean;
  /** First and one past the last block of a partition. */
  firstBlockOf(m: M, partition: number): number;
  endBlockOf(m: M, partition: number): number;
  beginPlugging(m: M, partition: number): void;
  /** Whether a partition under way still fits the requested size when it is finished. */
  fitsFinished(m: M, partition: number): boolean;
  growPartition(m: M, partition: number): void;
  populated(m: M, partition: number): void;
  beginUnplugging(m: M, partition: number): void;
  /** Whether an unplug that has not begun to give up memory is wanted no more. */
  mayAbandon(m: M, partition: number): boolean;
  abandon(m: M, partition: number): void;
  shrinkPartition(m: M, partition: number): void;
  emptied(m: M, partition: number): void;
  pluggedOf(m: M, partition: number): number;

  // Linux's driver: subblocks
  subblocksToPlug(m: M): number;
  subblocksToUnplug(m: M): number;
  plugSubblocks(m: M, want: number): void;
  /** The block to plug into next; -1: none. */
  nextToPlug(m: M): number;
  isUsable(m: M, block: number): boolean;
  /** First unplugged subblock of a block, and how many follow. */
  plugRun(m: M, block: number, want: number): void;
  unplugSubblocks(m: M, want: number): void;
  /** States of blocks in the order in which they give up memory. */
  unplugOrder(m: M): readonly number[];
  /** The block below this one, or the first of the next state; -1: none left. */
  nextToUnplug(m: M): number;
  takesWhole(m: M, block: number): boolean;
  /** Goes on to the next frames worth an attempt, or ends the run. */
  advance(m: M): void;
  /** One attempt to isolate the frames at hand. */
  isolateNext(m: M): void;
  /** Attempts at the same frames. */
  attempts(m: M, block: number): number;
  /** Whether a changed configuration ends the attempts. */
  stopsAttempts(m: M): boolean;
  /** What follows when no attempt succeeded. */
  isolationFailed(m: M, outcome: "busy" | "no-memory"): void;

  // What an observer sees
  blockStates(m: M): readonly BlockState[];
  pluggedRuns(m: M): readonly Extent[];

  // Balloon
  /** Pages that the balloon should hold. */
  balloonTarget(m: M): number;
  planBalloon(m: M): void;
  batchLimit(m: M): number;
  movePage(m: M): void;
  /** One page more to be taken from the guest, or given back; false: there is none. */
  inflatePage(m: M): boolean;
  deflatePage(m: M): boolean;
  tellHost(m: M): void;
  /** Gives pages back because memory is exhausted; false: it has none to give. */
  deflateOnOom(m: M): boolean;
}
