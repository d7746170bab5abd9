import type { Handle } from "../../units.ts";
import type { GuestState } from "../state.ts";
import { touchPartition } from "./assigning.ts";
import { unmapGroup } from "./groups.ts";
import { changeInstance, openInstance } from "./instances.ts";
import { changePages } from "./pages.ts";
import type { Area, Process } from "./society.ts";

/** Handles are small and dense; a larger one never applies. */
const MOST_HANDLES = 2 ** 20;

/** Whether a command may give this name to something new. */
export function isFreeName({ society, partitions }: GuestState, name: Handle): boolean {
  if (!(name >= 0 && name < MOST_HANDLES && Number.isInteger(name))) return false;
  const { running, threads, holds, kernel, areas } = society;
  if (running.has(name) || areas.has(name) || threads.has(name) || holds.has(name) || kernel.has(name)) return false;
  return !partitions.asleep.has(name);
}

/** The process of this name, if it runs. */
export const processAt = ({ society }: GuestState, handle: Handle): Process | undefined => society.running.get(handle);

/** What an area of a process maps. */
export const areaAt = (state: GuestState, process: Handle, area: Handle): Area | undefined =>
  state.society.running.get(process)?.areas.get(area);

/** Gives a process an area. */
export function mapArea({ society }: GuestState, process: Process, name: Handle, area: Area): void {
  process.areas.set(name, area);
  society.areas.set(name, (society.areas.get(name) ?? 0) + 1);
}

/** Takes an area from a process; pages nobody else has are free. */
export function unmapArea(state: GuestState, process: Process, name: Handle): void {
  const area = process.areas.get(name);
  if (area === undefined) return;
  process.areas.delete(name);
  const others = (state.society.areas.get(name) ?? 1) - 1;
  if (others === 0) state.society.areas.delete(name);
  else state.society.areas.set(name, others);
  unmapPages(state, area);
}

/** The pages of an area have one mapping less. */
export function unmapPages(state: GuestState, area: Area): void {
  if (area.kind === "anonymous") unmapGroup(state, area.group);
  else if (area.kind === "file") changePages(state, area.file, area.first, area.pages, { maps: -1 });
}

/** Takes all areas and threads from a process. */
export function emptyProcess(state: GuestState, process: Process): void {
  for (const name of process.areas.keys()) unmapArea(state, process, name);
  for (const thread of process.threads) state.society.threads.delete(thread);
  process.threads.clear();
}

/** One address space more or less has the partition. */
export function changeUsers(state: GuestState, partition: number, change: 1 | -1): void {
  if (partition < 0) return;
  const { users } = state.partitions;
  users[partition] = (users[partition] as number) + change;
  touchPartition(state, partition);
}

/** A process of a new instance runs, in this partition; -1 for none. */
export function startInstance(state: GuestState, handle: Handle, partition: number): void {
  const { used, spared } = state.partitions;
  const instance = openInstance(state, partition, used[partition] === true, spared[partition] === true);
  if (partition >= 0) used[partition] = true;
  changeUsers(state, partition, 1);
  state.society.running.set(handle, { handle, instance, partition, areas: new Map(), threads: new Set() });
}

/** A child of a process runs; it has no areas yet. */
export function startChild(state: GuestState, parent: Process, handle: Handle): Process {
  const { instance, partition } = parent;
  const child: Process = { handle, instance, partition, areas: new Map(), threads: new Set() };
  changeInstance(state, instance, 1, 0, 0);
  changeUsers(state, partition, 1);
  state.society.running.set(handle, child);
  return child;
}

/** The end of a process. */
export function endProcess(state: GuestState, process: Process): void {
  state.society.running.delete(process.handle);
  emptyProcess(state, process);
  changeUsers(state, process.partition, -1);
  changeInstance(state, process.instance, -1, 0, 0);
}

/** A process leaves its partition and instance and goes on without any. */
export function leavePartition(state: GuestState, process: Process): void {
  changeUsers(state, process.partition, -1);
  changeInstance(state, process.instance, -1, 0, 0);
  process.partition = -1;
  process.instance = openInstance(state, -1, false, false);
}
