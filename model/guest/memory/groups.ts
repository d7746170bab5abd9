import type { GuestState } from "../state.ts";
import { touchPartition } from "./assigning.ts";
import { freeRun, privateAt, takeFrames } from "./frames.ts";
import { changeInstance } from "./instances.ts";
import { GROUP, markOf } from "./owners.ts";
import type { Group } from "./society.ts";

/** The group of this number; it exists. */
export const groupAt = ({ society }: GuestState, group: number): Group => society.groups[group] as Group;

/** The number the next group gets, so that frames can be taken for it before it is there. */
export const nextGroup = ({ society }: GuestState): number => society.spareGroups.at(-1) ?? society.groups.length;

/** The value of a group's frames. */
export const groupMark = (group: number): number => markOf(GROUP, group);

/** Takes frames for the group that comes next; they are free. */
export function takeForNext(state: GuestState, first: number, count: number): void {
  takeFrames(state, first, count, groupMark(nextGroup(state)));
}

/** Makes the next group of frames that were taken for it; fresh, mapped by one area. @returns its number */
export function openGroup(state: GuestState, instance: number, runs: readonly number[], pages: number): number {
  const { society } = state;
  const group = nextGroup(state);
  society.spareGroups.pop();
  society.groups[group] = {
    runs,
    pages,
    value: 0,
    fresh: true,
    areas: 1,
    holds: 0,
    pins: 0,
    settled: false,
    instance,
  };
  changeInstance(state, instance, 0, pages, pluggedIn(state, runs));
  return group;
}

/** A value was stored in every page of a group. */
export function store(state: GuestState, group: number, value: number): void {
  const it = groupAt(state, group);
  it.value = value;
  it.fresh = false;
}

/** Frames of these runs that lie in the hotpluggable range. */
export function pluggedIn({ layout }: GuestState, runs: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < runs.length; i += 2) sum += above(layout.first, runs[i] as number, runs[i + 1] as number);
  return sum;
}

/** How many of `count` frames from `first` on lie at or above a frame. */
const above = (frame: number, first: number, count: number): number =>
  first >= frame ? count : Math.max(0, first + count - frame);

/** One area less maps the group; its pages go when nobody has them any more. */
export function unmapGroup(state: GuestState, group: number): void {
  const it = groupAt(state, group);
  it.areas--;
  if (it.areas === 0 && it.holds === 0) closeGroup(state, group, it);
}

/** One hold less keeps the group. */
export function releaseGroup(state: GuestState, group: number, pins: number): void {
  const it = groupAt(state, group);
  it.holds--;
  it.pins -= pins;
  if (it.areas === 0 && it.holds === 0) closeGroup(state, group, it);
}

function closeGroup(state: GuestState, group: number, { runs, pages, instance }: Group): void {
  const { society } = state;
  for (let i = 0; i < runs.length; i += 2) {
    const first = runs[i] as number;
    freeRun(state, first, runs[i + 1] as number);
    touchPartition(state, privateAt(state, first));
  }
  society.groups[group] = undefined;
  society.spareGroups.push(group);
  changeInstance(state, instance, 0, -pages, -pluggedIn(state, runs));
}

/** Pages of a group went from frames to other frames, all of one run each; owners are the caller's to change. */
export function moveGroup(state: GuestState, group: number, from: number, to: number, count: number): void {
  const it = state.society.groups[group];
  if (it === undefined) return;
  const { first } = state.layout;
  it.runs = replaced(it.runs, from, to, count);
  changeInstance(state, it.instance, 0, 0, above(first, to, count) - above(first, from, count));
}

/** The runs with `count` frames from `from` on replaced by those from `to` on; neighbours that follow each other become one. */
function replaced(runs: readonly number[], from: number, to: number, count: number): readonly number[] {
  const changed: number[] = [];
  for (let i = 0; i < runs.length; i += 2) {
    const first = runs[i] as number;
    const end = first + (runs[i + 1] as number);
    const start = Math.max(first, from);
    const stop = Math.min(end, from + count);
    if (start >= stop) append(changed, first, end - first);
    else {
      append(changed, first, start - first);
      append(changed, to + start - from, stop - start);
      append(changed, stop, end - stop);
    }
  }
  return changed;
}

/** Adds a run of frames; one that continues the last is joined to it. */
export function append(runs: number[], first: number, count: number): void {
  if (count <= 0) return;
  const last = runs.length - 2;
  if (last >= 0 && (runs[last] as number) + (runs[last + 1] as number) === first) {
    runs[last + 1] = (runs[last + 1] as number) + count;
  } else runs.push(first, count);
}
