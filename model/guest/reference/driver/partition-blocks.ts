import type { Machine } from "../machine.ts";
import { NO_PARTITION, OFFLINE, PLUGGED, SHARED_PARTITION, UNUSED } from "./driver.ts";
import { isWhole, sizeOf } from "./partition-place.ts";
import { frameOf, isOnline, stateOf } from "./table.ts";

/** From here to its last block the partition belongs to the driver. */
export function beginPlugging(m: Machine, partition: number): void {
  m.driver.worker.partition = partition;
  if (partition !== SHARED_PARTITION) m.steps.enterPartition(m, partition, "plugging");
  m.steps.growPartition(m, partition);
}

/** A partition that would exceed the requested size when whole is refused by the device sooner or later. */
export function fitsFinished(m: Machine, partition: number): boolean {
  const { plugged, requested } = m.driver.worker;
  return plugged - m.steps.pluggedOf(m, partition) + sizeOf(m, partition) <= requested;
}

/** Block by block, ascending: request, add, online; blocks left over from before go on from where they are. */
export function growPartition(m: Machine, partition: number): void {
  const end = m.steps.endBlockOf(m, partition);
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
    const state = stateOf(m, block);
    if (isOnline(state)) continue;
    if (state !== UNUSED) {
      bringOnline(m, block, state);
      return;
    }
    if (!m.steps.mayAdd(m)) {
      m.steps.finish(m, "no-space");
      return;
    }
    m.steps.preparePlug(m, block, frameOf(m, block), m.layout.blockFrames);
    return;
  }
  m.steps.populated(m, partition);
}

/** A plugged block takes its next step towards being online. */
function bringOnline(m: Machine, block: number, state: number): void {
  m.driver.worker.block = block;
  m.driver.worker.phase = state === PLUGGED ? "add" : "online";
}

/** Whoever waits is served by the state it enters. */
export function populated(m: Machine, partition: number): void {
  const { worker } = m.driver;
  worker.partition = NO_PARTITION;
  worker.phase = "begin";
  if (partition !== SHARED_PARTITION) m.steps.enterPartition(m, partition, "free");
}

/** Nobody can be given the partition any more. */
export function beginUnplugging(m: Machine, partition: number): void {
  m.driver.worker.partition = partition;
  m.steps.enterPartition(m, partition, "unplugging");
  m.steps.shrinkPartition(m, partition);
}

/** Once memory was given up, plugging it again might be refused, so the rest goes too. */
export const mayAbandon = (m: Machine, partition: number): boolean =>
  m.steps.pluggedOf(m, partition) === sizeOf(m, partition) && m.steps.partitionsToUnplug(m) === 0;

/** Brings back what was taken offline; the partition is as it was. */
export function abandon(m: Machine, partition: number): void {
  const end = m.steps.endBlockOf(m, partition);
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
    const state = stateOf(m, block);
    if (!isOnline(state)) {
      bringOnline(m, block, state);
      return;
    }
  }
  m.steps.populated(m, partition);
}

/** Nothing is moved and nothing is isolated: whatever is free is empty. */
export function shrinkPartition(m: Machine, partition: number): void {
  const { worker } = m.driver;
  const end = m.steps.endBlockOf(m, partition);
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
    const state = stateOf(m, block);
    if (state === UNUSED) continue;
    if (state === PLUGGED) {
      m.steps.prepareUnplug(m, block, frameOf(m, block), m.layout.blockFrames);
      return;
    }
    worker.block = block;
    worker.phase = state < OFFLINE + 2 ? "remove" : "offline";
    return;
  }
  m.steps.emptied(m, partition);
}

/** The partition may be plugged again, for this or another size. */
export function emptied(m: Machine, partition: number): void {
  const { worker } = m.driver;
  worker.partition = NO_PARTITION;
  worker.phase = "begin";
  m.steps.enterPartition(m, partition, "empty");
}

/** What follows in a partition when one of its blocks came online, went, or would not go. */
export const partitionAftermath = {
  online(m: Machine): void {
    const { worker } = m.driver;
    worker.phase = "begin";
    if (isWhole(m, worker.partition)) m.steps.populated(m, worker.partition);
  },
  removed(m: Machine): void {
    const { block } = m.driver.worker;
    m.steps.prepareUnplug(m, block, frameOf(m, block), m.layout.blockFrames);
  },
  unplugged(m: Machine): void {
    const { worker } = m.driver;
    worker.phase = "begin";
    if (worker.partition >= 0 && m.steps.pluggedOf(m, worker.partition) === 0) m.steps.emptied(m, worker.partition);
  },
  /** Nothing was given up yet: the partition is as good as before. */
  notOffline(m: Machine): void {
    const { worker } = m.driver;
    const { partition } = worker;
    const intact = m.steps.partitionState(m, partition) === "unplugging" && isWhole(m, partition);
    if (intact) m.steps.populated(m, partition);
    m.steps.finish(m, "memory-busy");
  },
};
