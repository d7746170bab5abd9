import type { Machine } from "../machine.ts";
import { NO_PARTITION, OFFLINE, PLUGGED, SHARED_PARTITION, UNUSED } from "./driver.ts";
import { frameOf, isOnline, pluggedFrames, stateOf } from "./table.ts";

/** Frames of a partition when it is whole. */
const sizeOf = (m: Machine, partition: number): number =>
  (m.steps.endBlockOf(m, partition) - m.steps.firstBlockOf(m, partition)) * m.layout.blockFrames;

/** Whether all blocks of a partition are online and plugged. */
function isWhole(m: Machine, partition: number): boolean {
  const end = m.steps.endBlockOf(m, partition);
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
    if (!isOnline(stateOf(m, block))) return false;
  }
  return m.steps.pluggedOf(m, partition) === sizeOf(m, partition);
}

/** Frames of the shared partition that are still to be plugged; none when it is boot memory. */
const missingShared = (m: Machine): number => sizeOf(m, SHARED_PARTITION) - m.steps.pluggedOf(m, SHARED_PARTITION);

/** See {@link DriverSteps.firstBlockOf}. */
export function firstBlockOf({ layout }: Machine, partition: number): number {
  if (partition === SHARED_PARTITION) return 0;
  return (layout.shared.first + layout.shared.count - layout.first + partition * layout.rated) / layout.blockFrames;
}

/** See {@link DriverSteps.endBlockOf}. */
export function endBlockOf(m: Machine, partition: number): number {
  if (partition === SHARED_PARTITION) return m.steps.firstBlockOf(m, 0);
  return m.steps.firstBlockOf(m, partition) + m.layout.rated / m.layout.blockFrames;
}

/** See {@link DriverSteps.pluggedOf}. */
export function pluggedOf(m: Machine, partition: number): number {
  const end = m.steps.endBlockOf(m, partition);
  let plugged = 0;
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) plugged += pluggedFrames(m, block);
  return plugged;
}

/** See {@link DriverSteps.partitionsToPlug}. The shared partition comes first, whole. */
export function partitionsToPlug(m: Machine): number {
  const { requested, plugged } = m.driver.worker;
  const missing = missingShared(m);
  if (missing > 0) return requested - plugged >= missing ? 1 : 0;
  return m.layout.partitions === 0 ? 0 : Math.max(0, Math.floor((requested - plugged) / m.layout.rated));
}

/** See {@link DriverSteps.partitionsToUnplug}. */
export function partitionsToUnplug({ driver, layout }: Machine): number {
  const { requested, plugged } = driver.worker;
  return layout.partitions === 0 ? 0 : Math.max(0, Math.floor((plugged - requested) / layout.rated));
}

/** See {@link DriverSteps.planPartitions}. */
export function planPartitions(m: Machine): void {
  if (m.steps.resume(m)) return;
  if (m.steps.partitionsToPlug(m) > 0) {
    const empty = m.steps.pickEmpty(m);
    if (empty === NO_PARTITION) m.steps.finish(m, "no-space");
    else m.steps.beginPlugging(m, empty);
  } else if (m.steps.partitionsToUnplug(m) > 0) {
    const free = m.steps.pickFree(m);
    if (free === NO_PARTITION) m.steps.finish(m, "no-space");
    else m.steps.beginUnplugging(m, free);
  } else m.steps.finish(m, "done");
}

/** See {@link DriverSteps.resume}. At most one partition is under way; it is finished or given up before another is picked. */
export function resume(m: Machine): boolean {
  const { worker } = m.driver;
  const { partition } = worker;
  if (partition === NO_PARTITION) return false;
  if (partition !== SHARED_PARTITION && m.steps.partitionState(m, partition) === "unplugging") {
    if (m.steps.mayAbandon(m, partition)) m.steps.abandon(m, partition);
    else m.steps.shrinkPartition(m, partition);
    return worker.partition !== NO_PARTITION;
  }
  if (m.steps.fitsFinished(m, partition)) m.steps.growPartition(m, partition);
  else if (partition === SHARED_PARTITION) worker.partition = NO_PARTITION;
  else m.steps.shrinkPartition(m, partition);
  return worker.partition !== NO_PARTITION;
}

/** See {@link DriverSteps.pickEmpty}. */
export function pickEmpty(m: Machine): number {
  const { usable } = m.driver.worker;
  const isUsable = (partition: number) => m.steps.endBlockOf(m, partition) * m.layout.blockFrames <= usable;
  if (missingShared(m) > 0) return isUsable(SHARED_PARTITION) ? SHARED_PARTITION : NO_PARTITION;
  for (let partition = 0; partition < m.layout.partitions; partition++) {
    if (m.steps.partitionState(m, partition) === "empty" && isUsable(partition)) return partition;
  }
  return NO_PARTITION;
}

/** See {@link DriverSteps.pickFree}. The last one; where used partitions must be plugged anew, one of those first. */
export function pickFree(m: Machine): number {
  let found = NO_PARTITION;
  for (let partition = m.layout.partitions - 1; partition >= 0; partition--) {
    if (!m.steps.isReclaimable(m, partition)) continue;
    if (m.options.reuse || !m.partitions[partition]?.fresh) return partition;
    if (found === NO_PARTITION) found = partition;
  }
  return found;
}

/** See {@link DriverSteps.isReclaimable}. */
export const isReclaimable = (m: Machine, partition: number): boolean =>
  m.steps.partitionState(m, partition) === "free";

/** See {@link DriverSteps.beginPlugging}. */
export function beginPlugging(m: Machine, partition: number): void {
  m.driver.worker.partition = partition;
  if (partition !== SHARED_PARTITION) m.steps.enterPartition(m, partition, "plugging");
  m.steps.growPartition(m, partition);
}

/** See {@link DriverSteps.fitsFinished}. */
export function fitsFinished(m: Machine, partition: number): boolean {
  const { plugged, requested } = m.driver.worker;
  return plugged - m.steps.pluggedOf(m, partition) + sizeOf(m, partition) <= requested;
}

/** See {@link DriverSteps.growPartition}. */
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

/** See {@link DriverSteps.populated}. */
export function populated(m: Machine, partition: number): void {
  const { worker } = m.driver;
  worker.partition = NO_PARTITION;
  worker.phase = "begin";
  if (partition !== SHARED_PARTITION) m.steps.enterPartition(m, partition, "free");
}

/** See {@link DriverSteps.beginUnplugging}. */
export function beginUnplugging(m: Machine, partition: number): void {
  m.driver.worker.partition = partition;
  m.steps.enterPartition(m, partition, "unplugging");
  m.steps.shrinkPartition(m, partition);
}

/** See {@link DriverSteps.mayAbandon}. */
export const mayAbandon = (m: Machine, partition: number): boolean =>
  m.steps.pluggedOf(m, partition) === sizeOf(m, partition) && m.steps.partitionsToUnplug(m) === 0;

/** See {@link DriverSteps.abandon}. */
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

/** See {@link DriverSteps.shrinkPartition}. Nothing is moved and nothing is isolated: whatever is free is empty. */
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

/** See {@link DriverSteps.emptied}. */
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
