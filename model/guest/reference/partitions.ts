import type { PartitionState } from "../events.ts";
import { type Machine, PRIVATE, tell } from "./machine.ts";
import type { Partition, Process } from "./parts.ts";

/** A partition by number. */
export const partitionOf = (m: Machine, partition: number): Partition => m.partitions[partition] as Partition;

/** As they are while nothing is plugged. */
export const emptyPartitions = (count: number): Partition[] =>
  Array.from({ length: count }, () => ({ state: "empty", users: 0, fresh: false }));

function tellState(m: Machine, partition: number): void {
  const { state, users } = partitionOf(m, partition);
  tell(m, { kind: "partition", partition, state, users });
}

/** The state a partition is in. */
export const partitionState = (m: Machine, partition: number): PartitionState => partitionOf(m, partition).state;

/** Only whole partitions that nobody has and nobody takes away. */
export function isAssignable(m: Machine, partition: number): boolean {
  const { state, fresh } = partitionOf(m, partition);
  return state === "free" && (fresh || m.options.reuse);
}

/** The lowest that will do. */
export function pickPartition(m: Machine): number {
  for (let at = 0; at < m.partitions.length; at++) if (m.steps.isAssignable(m, at)) return at;
  return -1;
}

/** A partition gets its first user. */
export function attach(m: Machine, process: Process, partition: number): void {
  const taken = partitionOf(m, partition);
  process.partition = partition;
  process.waiting = false;
  taken.fresh = false;
  taken.users = 1;
  m.steps.enterPartition(m, partition, "assigned");
}

/** One address space more in a partition. */
export function addUser(m: Machine, partition: number): void {
  partitionOf(m, partition).users++;
  tellState(m, partition);
}

/** One address space less in a partition; the last one vacates it. */
export function dropUser(m: Machine, partition: number): void {
  const left = partitionOf(m, partition);
  left.users--;
  if (left.users > 0) tellState(m, partition);
  else m.steps.vacate(m, partition);
}

/** Pages may outlive the last process that mapped them: whoever pinned them still has them. */
export const vacate = (m: Machine, partition: number): void =>
  m.steps.enterPartition(m, partition, m.steps.residue(m, partition) > 0 ? "draining" : "free");

/** Parked frames count as free. */
export const residue = ({ frames }: Machine, partition: number): number =>
  (frames.zoneManaged[PRIVATE + partition] as number) - (frames.zoneFree[PRIVATE + partition] as number);

/** Looks after every draining partition whether it is empty now. */
export function finishDraining(m: Machine): void {
  for (let at = 0; at < m.partitions.length; at++) {
    if (partitionOf(m, at).state === "draining" && m.steps.residue(m, at) === 0) m.steps.enterPartition(m, at, "free");
  }
}

/** Who waits is served before the driver, which might want to take the partition away. */
export function enterPartition(m: Machine, partition: number, state: PartitionState): void {
  const entering = partitionOf(m, partition);
  if (entering.state === "plugging" && state === "free") entering.fresh = true;
  entering.state = state;
  tellState(m, partition);
  if (state !== "free") return;
  m.steps.serveWaiters(m);
  m.steps.wake(m);
}

/** Whether a process that finds no partition waits for one. */
export const maySleep = (_: Machine, wait: boolean): boolean => wait;

/** Last in the queue. */
export function enqueue(m: Machine, process: Process): void {
  m.society.queue.push(process);
}

/** Out of the queue, wherever it stands. */
export function dequeue({ society }: Machine, process: Process): void {
  const at = society.queue.indexOf(process);
  if (at >= 0) society.queue.splice(at, 1);
}

/** The process is gone, and with it its place in the queue. */
export function cancelWait(m: Machine, process: Process): void {
  m.steps.dequeue(m, process);
  m.society.things.delete(process.handle);
}

/** The first of the queue is woken; where all are, the last comes first here, so that nobody relies on the order. */
export const pickWaiter = (m: Machine): number => (m.options.waiters === "one" ? 0 : m.society.queue.length - 1);

/** Out of the queue and into a partition. */
export function serve(m: Machine, process: Process, partition: number): void {
  m.steps.dequeue(m, process);
  tell(m, { kind: "served", process: process.handle, partition });
  m.steps.attach(m, process, partition);
}

/** As long as there are free partitions and processes that wait. */
export function serveWaiters(m: Machine): void {
  const { queue } = m.society;
  for (let left = queue.length; left > 0; left--) {
    const partition = m.steps.pickPartition(m);
    if (partition < 0) return;
    m.steps.serve(m, queue[m.steps.pickWaiter(m)] as Process, partition);
  }
}
