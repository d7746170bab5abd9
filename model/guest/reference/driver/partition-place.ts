import type { Machine } from "../machine.ts";
import { SHARED_PARTITION } from "./driver.ts";
import { isOnline, pluggedFrames, stateOf } from "./table.ts";

/** Frames of a partition when it is whole. */
export const sizeOf = (m: Machine, partition: number): number =>
  (m.steps.endBlockOf(m, partition) - m.steps.firstBlockOf(m, partition)) * m.layout.blockFrames;

/** Whether all blocks of a partition are online and plugged. */
export function isWhole(m: Machine, partition: number): boolean {
  const end = m.steps.endBlockOf(m, partition);
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
    if (!isOnline(stateOf(m, block))) return false;
  }
  return m.steps.pluggedOf(m, partition) === sizeOf(m, partition);
}

/** The shared partition lies first, private ones follow without gaps. */
export function firstBlockOf({ layout }: Machine, partition: number): number {
  if (partition === SHARED_PARTITION) return 0;
  return (layout.shared.first + layout.shared.count - layout.first + partition * layout.rated) / layout.blockFrames;
}

/** The shared partition ends where the first private one begins; it has no blocks when it is boot memory. */
export function endBlockOf(m: Machine, partition: number): number {
  if (partition === SHARED_PARTITION) return m.steps.firstBlockOf(m, 0);
  return m.steps.firstBlockOf(m, partition) + m.layout.rated / m.layout.blockFrames;
}

/** Counted by the driver's own record. */
export function pluggedOf(m: Machine, partition: number): number {
  const end = m.steps.endBlockOf(m, partition);
  let plugged = 0;
  for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) plugged += pluggedFrames(m, block);
  return plugged;
}
