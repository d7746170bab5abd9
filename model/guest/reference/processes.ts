import type { Handle } from "../../units.ts";
import { type Machine, tell } from "./machine.ts";
import type { Area, Process } from "./parts.ts";

/** A process without memory, known by its handle. */
export function newProcess({ society }: Machine, handle: Handle, instance: number): Process {
  const areas = new Map<number, Area>();
  const threads = new Set<number>();
  const process: Process = { kind: "process", handle, instance, partition: -1, waiting: false, areas, threads };
  society.things.set(handle, process);
  return process;
}

/** A held page must stay with who set up the hold, whoever writes first afterwards (page_needs_cow_for_dma). */
export const copiesAtFork = (_: Machine, area: Area): boolean =>
  area.kind === "anonymous" && area.group.holds.io + area.group.holds.longterm > 0;

/** A child is one more user of the partition of its parent. */
export function inheritPartition(m: Machine, parent: Process, child: Process): void {
  child.partition = parent.partition;
  if (child.partition >= 0) m.steps.addUser(m, child.partition);
}

/** Threads share their process' address space: nothing counts them. */
export function startThread(_: Machine, __: Process): void {}

/** Nor does anybody count when they end. */
export function endThread(_: Machine, __: Process): void {}

/** Whether a new address space has the partition of the old one. */
export const keepsAtExec = (m: Machine): boolean => m.options.exec === "keeps";

/** The process is no user of its partition any more. */
export function leavePartition(m: Machine, process: Process): void {
  const { partition } = process;
  process.partition = -1;
  if (partition >= 0) m.steps.dropUser(m, partition);
}

/** Unmaps everything (exit_mmap). */
export function unmapAll(m: Machine, process: Process): void {
  for (const area of process.areas.values()) m.steps.unmapArea(m, area);
  process.areas.clear();
}

/** Ends all threads but the process itself. */
export function endThreads(m: Machine, process: Process): void {
  for (const thread of process.threads) m.society.things.delete(thread);
  process.threads.clear();
}

/** Memory first: a partition is left when nothing of the process is in it any more. */
export function endProcess(m: Machine, process: Process): void {
  m.steps.unmapAll(m, process);
  endThreads(m, process);
  m.society.things.delete(process.handle);
  m.steps.leavePartition(m, process);
}

/** An instance dies as one, in the order of its names, and nobody else does. */
export function victims(m: Machine, process: Process): readonly Process[] {
  if (m.options.outOfMemory === "process") return [process];
  const dying: Process[] = [];
  for (const thing of m.society.things.values()) {
    if (thing.kind === "process" && thing.instance === process.instance) dying.push(thing);
  }
  return dying.sort((a, b) => a.handle - b.handle);
}

/** Kills who has to go, one after the other. */
export function outOfMemory(m: Machine, process: Process): void {
  for (const victim of m.steps.victims(m, process)) {
    tell(m, { kind: "killed", process: victim.handle });
    m.steps.endProcess(m, victim);
  }
}
