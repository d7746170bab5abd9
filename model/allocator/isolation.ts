import { FREED_ISOLATED, setValue, valueAt } from "./frames.ts";
import { isCma } from "./shape.ts";
import { type AllocatorState, BY_ISOLATE, NOBODY } from "./state.ts";

/** The zone a pageblock of an online block lies in. */
export const zoneOfPageblock = (state: AllocatorState, pageblock: number): number =>
  state.zoneOf[Math.floor(pageblock / state.shape.blockPageblocks)] as number;

/** Moves the free frames of a pageblock out of the zone's free count; a buddy that straddles its edge is split. */
export function beginIsolation(state: AllocatorState, pageblock: number, by: number): void {
  const zone = zoneOfPageblock(state, pageblock);
  const free = state.shape.pageblockFrames - (state.used[pageblock] as number);
  state.isolation[pageblock] = by;
  state.unmerged[pageblock] = 1;
  state.zones.isolated[zone]++;
  state.zones.free[zone] -= free;
  state.zones.freeIsolated[zone] += free;
  if (isCma(state.shape, pageblock)) state.freeCma -= free;
  if (state.shape.perCpu) state.isolatedAt[pageblock] = state.clock++;
}

/** Gives the free frames back; buddies may stay unmerged, because a move between lists does not merge. */
export function endIsolation(state: AllocatorState, pageblock: number): void {
  const zone = zoneOfPageblock(state, pageblock);
  const size = state.shape.pageblockFrames;
  const free = size - (state.used[pageblock] as number);
  if (state.shape.perCpu) forgetFreed(state, pageblock * size, size);
  state.isolation[pageblock] = NOBODY;
  state.unmerged[pageblock] = free === 0 ? 0 : 1;
  state.zones.isolated[zone]--;
  state.zones.free[zone] += free;
  state.zones.freeIsolated[zone] -= free;
  if (isCma(state.shape, pageblock)) state.freeCma += free;
}

function forgetFreed(state: AllocatorState, first: number, count: number): void {
  for (let at = first; at < first + count; at++) {
    const value = valueAt(state, at);
    if ((value & FREED_ISOLATED) !== 0) setValue(state, at, value & ~FREED_ISOLATED);
  }
}

/** Records that a processor's lists of a zone were emptied. */
export function markDrained(state: AllocatorState, zone: number, cpu: number): void {
  state.drained[zone * state.shape.cpus + cpu] = state.clock++;
}

/** Records that no processor caches a page of the zone any more. */
export function markDrainedEverywhere(state: AllocatorState, zone: number): void {
  for (let cpu = 0; cpu < state.shape.cpus; cpu++) markDrained(state, zone, cpu);
}

/** Records that a processor's lists may hold something again. A request may look into both zones. */
export function markTouched(state: AllocatorState, cpu: number): void {
  if (!state.shape.perCpu) return;
  state.touched[cpu] = state.clock;
  state.touched[state.shape.cpus + cpu] = state.clock++;
}

/** For what happens on a processor that no command names: migration, freeing of ranges. */
export function markTouchedEverywhere(state: AllocatorState): void {
  if (state.shape.perCpu) state.touched.fill(state.clock++);
}

/** Whether frames that were free when the pageblock was isolated may still be on a per-CPU list. */
export function mayBeParked(state: AllocatorState, pageblock: number): boolean {
  const { shape } = state;
  if (!shape.perCpu || state.isolation[pageblock] !== BY_ISOLATE) return false;
  const since = state.isolatedAt[pageblock] as number;
  const from = zoneOfPageblock(state, pageblock) * shape.cpus;
  for (let cpu = 0; cpu < shape.cpus; cpu++) if ((state.drained[from + cpu] as number) < since) return true;
  return false;
}

/** Whether every processor was drained after it last touched the lists of the zone. */
export function allDrained(state: AllocatorState, zone: number): boolean {
  const { shape } = state;
  if (!shape.perCpu) return true;
  const from = zone * shape.cpus;
  for (let at = from; at < from + shape.cpus; at++) {
    if ((state.touched[at] as number) > (state.drained[at] as number)) return false;
  }
  return true;
}

/** Frames of isolated pageblocks of a zone that may be on a per-CPU list. Loops over pageblocks only where there are such lists. */
export function parkedInIsolated(state: AllocatorState, zone: number): number {
  const { shape } = state;
  if (!shape.perCpu || state.zones.freeIsolated[zone] === 0) return 0;
  let most = 0;
  for (let pageblock = 0; pageblock < shape.pageblocks; pageblock++) {
    if (state.isolation[pageblock] !== BY_ISOLATE || zoneOfPageblock(state, pageblock) !== zone) continue;
    if (mayBeParked(state, pageblock)) most += parkable(state, pageblock);
  }
  return most;
}

function parkable(state: AllocatorState, pageblock: number): number {
  const size = state.shape.pageblockFrames;
  let frames = size - (state.used[pageblock] as number);
  for (let at = pageblock * size; at < (pageblock + 1) * size; at++) {
    if (valueAt(state, at) === FREED_ISOLATED) frames--;
  }
  return frames;
}
