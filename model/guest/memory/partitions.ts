import type { Handle } from "../../units.ts";
import type { PartitionState } from "../events.ts";

/** What is known of private partitions: what was told, and what follows from the script. */
export interface Partitions {
  /** By partition: its state as last told. */
  readonly told: PartitionState[];
  /** By partition: its users as last told. */
  readonly toldUsers: number[];
  /** By partition: live address spaces that are assigned to it. */
  readonly users: number[];
  /** By partition: assigned at least once since it was plugged. */
  readonly used: boolean[];
  /** By partition: an unplug of it was begun and given up since it was plugged, so that zeroing may have been skipped. */
  readonly spared: boolean[];
  /** Sleeping processes, first in the queue first. */
  readonly waiting: Handle[];
  /** The same without order, for who asks whether a name is taken. */
  readonly asleep: Set<Handle>;
  /** Partitions whose users or pages changed in the answer that is being judged. */
  readonly touched: number[];
}

/** Partitions of a guest after a system reset. */
export const openPartitions = (count: number): Partitions => ({
  told: new Array<PartitionState>(count).fill("empty"),
  toldUsers: new Array<number>(count).fill(0),
  users: new Array<number>(count).fill(0),
  used: new Array<boolean>(count).fill(false),
  spared: new Array<boolean>(count).fill(false),
  waiting: [],
  asleep: new Set(),
  touched: [],
});

/** An independent copy. */
export const copyPartitions = (from: Partitions): Partitions => ({
  told: from.told.slice(),
  toldUsers: from.toldUsers.slice(),
  users: from.users.slice(),
  used: from.used.slice(),
  spared: from.spared.slice(),
  waiting: from.waiting.slice(),
  asleep: new Set(from.asleep),
  touched: from.touched.slice(),
});

/** Part of the state's key. */
export const keyOfPartitions = ({ told, users, used, spared, waiting }: Partitions): string =>
  `${told.join()}/${users.join()}/${used.map(Number).join("")}/${spared.map(Number).join("")}/${waiting.join()}`;
