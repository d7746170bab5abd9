import type { Machine } from "../machine.ts";
import { NO_PARTITION, SHARED_PARTITION } from "./driver.ts";
import { sizeOf } from "./partition-place.ts";

/** Frames of the shared partition that are still to be plugged; none when it is boot memory. */
const missingShared = (m: Machine): number => sizeOf(m, SHARED_PARTITION) - m.steps.pluggedOf(m, SHARED_PARTITION);

/** The shared partition comes first, whole. */
export function partitionsToPlug(m: Machine): number {
  const { requested, plugged } = m.driver.worker;
  const missing = missingShared(m);
  if (missing > 0) return requested - plugged >= missing ? 1 : 0;
  return m.layout.partitions === 0 ? 0 : Math.max(0, Math.floor((requested - plugged) / m.layout.rated));
}

/** Whole partitions only; the rest stays plugged. */
export function partitionsToUnplug({ driver, layout }: Machine): number {
  const { requested, plugged } = driver.worker;
  return layout.partitions === 0 ? 0 : Math.max(0, Math.floor((plugged - requested) / layout.rated));
}

/** What is under way comes first, so that no two partitions are half plugged. */
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

/** At most one partition is under way; it is finished or given up before another is picked. */
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

/** The lowest, so that guests with a margin of usable memory find it inside. */
export function pickEmpty(m: Machine): number {
  const { usable } = m.driver.worker;
  const isUsable = (partition: number) => m.steps.endBlockOf(m, partition) * m.layout.blockFrames <= usable;
  if (missingShared(m) > 0) return isUsable(SHARED_PARTITION) ? SHARED_PARTITION : NO_PARTITION;
  for (let partition = 0; partition < m.layout.partitions; partition++) {
    if (m.steps.partitionState(m, partition) === "empty" && isUsable(partition)) return partition;
  }
  return NO_PARTITION;
}

/** The last one; where used partitions must be plugged anew, one of those first. */
export function pickFree(m: Machine): number {
  let found = NO_PARTITION;
  for (let partition = m.layout.partitions - 1; partition >= 0; partition--) {
    if (!m.steps.isReclaimable(m, partition)) continue;
    if (m.options.reuse || !m.partitions[partition]?.fresh) return partition;
    if (found === NO_PARTITION) found = partition;
  }
  return found;
}

/** Nobody has it and nothing is left in it. */
export const isReclaimable = (m: Machine, partition: number): boolean =>
  m.steps.partitionState(m, partition) === "free";
