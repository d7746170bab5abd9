import type { Handle } from "../../units.ts";
import type { PartitionState } from "../events.ts";
import type { GuestState } from "../state.ts";

/** An event or an answer shows that the guest has partitions, or has none. @returns whether that agrees with what was known */
export function learnPartitioned({ hotplug }: GuestState, has: boolean): boolean {
  hotplug.partitioned ??= has;
  return hotplug.partitioned === has;
}

/** The state of a partition as last told. */
export const partitionState = (state: GuestState, partition: number): PartitionState | undefined =>
  state.partitions.told[partition];

/** Processes that wait for a partition, first in the queue first. */
export const waiting = ({ partitions }: GuestState): readonly Handle[] => partitions.waiting;

/** A process joins the end of the queue. */
export function fallAsleep({ partitions }: GuestState, process: Handle): void {
  partitions.waiting.push(process);
  partitions.asleep.add(process);
}

/** A process leaves the queue, wherever it stood. */
export function leaveQueue({ partitions }: GuestState, process: Handle): void {
  partitions.waiting.splice(partitions.waiting.indexOf(process), 1);
  partitions.asleep.delete(process);
}

/** Whether a partition may be given to an instance: free, and not used before where that asks for plugging anew. */
export const isAssignable = ({ partitions, options }: GuestState, partition: number): boolean =>
  partitions.told[partition] === "free" &&
  partitions.users[partition] === 0 &&
  (options.reuse || !partitions.used[partition]);

/** A partition that may be given to an instance, or -1. */
export function assignable(state: GuestState): number {
  const { told } = state.partitions;
  for (let at = 0; at < told.length; at++) if (isAssignable(state, at)) return at;
  return -1;
}

/** Remembers that a partition must be looked at when the answer is over. */
export function touchPartition({ partitions }: GuestState, partition: number): void {
  if (partition >= 0 && !partitions.touched.includes(partition)) partitions.touched.push(partition);
}
