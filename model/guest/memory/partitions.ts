import type { Handle } from "../../units.ts";
import type { PartitionState } from "../events.ts";
import type { GuestState } from "../state.ts";

/** What is known of private partitions: what was told, and what follows from the script. */
export interface Partitions {
  /** Whether the guest has partitions; undefined until it shows. */
  known: boolean | undefined;
  /** By partition: its state as last told. */
  readonly told: PartitionState[];
  /** By partition: its users as last told. */
  readonly toldUsers: number[];
  /** By partition: live address spaces that are assigned to it. */
  readonly users: number[];
  /** By partition: the instance it was last assigned to while that has users or pages; -1 for none. */
  readonly instance: number[];
  /** By partition: assigned at least once since it was plugged. */
  readonly used: boolean[];
  /** By partition: an unplug of it was begun and given up since it was plugged, so that zeroing may have been skipped. */
  readonly spared: boolean[];
  /** Sleeping processes, first in the queue first. */
  readonly waiting: Handle[];
  /** Partitions whose users or pages changed in the answer that is being judged. */
  readonly touched: number[];
}

/** Partitions of a guest after a system reset. */
export const openPartitions = (count: number): Partitions => ({
  known: undefined,
  told: new Array<PartitionState>(count).fill("empty"),
  toldUsers: new Array<number>(count).fill(0),
  users: new Array<number>(count).fill(0),
  instance: new Array<number>(count).fill(-1),
  used: new Array<boolean>(count).fill(false),
  spared: new Array<boolean>(count).fill(false),
  waiting: [],
  touched: [],
});

/** An independent copy. */
export const copyPartitions = (from: Partitions): Partitions => ({
  known: from.known,
  told: from.told.slice(),
  toldUsers: from.toldUsers.slice(),
  users: from.users.slice(),
  instance: from.instance.slice(),
  used: from.used.slice(),
  spared: from.spared.slice(),
  waiting: from.waiting.slice(),
  touched: from.touched.slice(),
});

/** Part of the state's key. */
export const keyOfPartitions = ({ known, told, users, used, spared, waiting }: Partitions): string =>
  `${known}/${told.join()}/${users.join()}/${used.map(Number).join("")}/${spared.map(Number).join("")}/${waiting.join()}`;

/** A system reset: every partition is empty and nobody waits. Whether there are partitions stays known. */
export function forgetPartitions({ partitions }: GuestState): void {
  const { known } = partitions;
  Object.assign(partitions, openPartitions(partitions.told.length), { known });
}

/** An event or an answer shows that the guest has partitions, or has none. @returns whether that agrees with what was known */
export function learnPartitioned({ partitions }: GuestState, has: boolean): boolean {
  partitions.known ??= has;
  return partitions.known === has;
}

/** The state of a partition as last told. */
export const partitionState = (state: GuestState, partition: number): PartitionState | undefined =>
  state.partitions.told[partition];

/** Processes that wait for a partition, first in the queue first. */
export const waiting = ({ partitions }: GuestState): readonly Handle[] => partitions.waiting;

/** Whether a partition may be given to an instance: free, and not used before where that asks for plugging anew. */
export const isAssignable = ({ partitions, options }: GuestState, partition: number): boolean =>
  partitions.told[partition] === "free" && (options.reuse || !partitions.used[partition]);

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
