import { become, type Handles, LINGERING, RELEASED } from "./handles.ts";
import { fillOwners, firstWith, ownerValue } from "./owners.ts";
import { holeFramesIn, isCma, meetsHole } from "./shape.ts";
import { type AllocatorState, BY_ISOLATE, MOVABLE_ZONE, NOBODY, NORMAL_ZONE, ONLINE } from "./state.ts";

/**
 * The value of a frame: 0 when nobody has it, else the handle of its owner plus one, and bits above. Holes are not
 * written down; the shape knows them.
 */
export const OWNER = 2 ** 24 - 1;
/** An uncorrectable error was reported; a frame with this bit alone is out of use for good. */
export const POISON = 1 << 24;
/** Freed while its pageblock was isolated, hence not on a per-CPU list. Written only where there are such lists. */
export const FREED_ISOLATED = 1 << 25;

/** The value of one frame. */
export const valueAt = (state: AllocatorState, frame: number): number => ownerValue(state.owners, frame);

/** The handle that owns a frame, or -1. */
export const ownerOf = (state: AllocatorState, frame: number): number => (valueAt(state, frame) & OWNER) - 1;

/** Whether a memory error was reported for the frame. */
export const isPoisoned = (state: AllocatorState, frame: number): boolean => (valueAt(state, frame) & POISON) !== 0;

/** The first frame of the half-open span that is held, poisoned or a hole, or -1. */
export function firstUsed(state: AllocatorState, first: number, end: number): number {
  const { shape, used } = state;
  if (meetsHole(shape, first, end)) return Math.max(first, shape.holeFirst);
  const last = (end - 1) >>> shape.pageblockOrder;
  let pageblock = first >>> shape.pageblockOrder;
  while (pageblock <= last && used[pageblock] === 0) pageblock++;
  return pageblock > last ? -1 : firstWith(state.owners, first, end, ~FREED_ISOLATED);
}

/**
 * The first used frame at or after `from` and before `end`, or -1. Skips untouched pageblocks; for loops over whole blocks.
 */
export function nextUsed(state: AllocatorState, from: number, end: number): number {
  const { shape, used } = state;
  for (let at = from; at < end; ) {
    const next = Math.min(end, ((at >>> shape.pageblockOrder) + 1) << shape.pageblockOrder);
    if (used[at >>> shape.pageblockOrder] !== 0) {
      const found = firstWith(state.owners, at, next, OWNER | POISON);
      if (found >= 0) return found;
    }
    at = next;
  }
  return -1;
}

/** The frame after the page or range that has this frame, or the next frame when only poison has it. */
export function afterOwner({ handles }: AllocatorState, frame: number, value: number): number {
  const owner = (value & OWNER) - 1;
  return owner < 0 ? frame + 1 : (handles.first[owner] as number) + (handles.frames[owner] as number);
}

/** Writes one frame's value without counting. */
export function setValue(state: AllocatorState, frame: number, value: number): void {
  fillOwners(state.owners, frame, frame + 1, value);
}

/** Gives free frames an owner and counts them as used. */
export function occupy(state: AllocatorState, first: number, count: number, handle: number): void {
  fillOwners(state.owners, first, first + count, handle + 1);
  tally(state, first, count, 1);
}

/** Takes frames from their owner; poisoned ones stay out of use. Frames of the span that it no longer owns stay as they are. */
export function vacate(state: AllocatorState, first: number, count: number, handle: number): void {
  const table = state.handles;
  const marks = marksFreed(state);
  if (table.poison[handle] === 0 && !marks) {
    fillOwners(state.owners, first, first + count, 0);
    tally(state, first, count, -1);
    return;
  }
  const end = first + count;
  for (let at = first; at < end; ) {
    const value = valueAt(state, at);
    const next = value === handle + 1 && !marks ? afterAlike(state, at, end) : at + 1;
    if ((value & OWNER) === handle + 1) {
      const poison = value & POISON;
      fillOwners(state.owners, at, next, poison !== 0 ? poison : marks ? markOf(state, at) : 0);
      if (poison === 0) tally(state, at, next - at, -1);
      else table.poison[handle]--;
    }
    at = next;
  }
}

/** The frame after the run of frames with the value of this one. */
function afterAlike(state: AllocatorState, first: number, end: number): number {
  const value = valueAt(state, first);
  let at = first + 1;
  while (at < end && valueAt(state, at) === value) at++;
  return at;
}

/** Whether freed frames must remember that they went to a free list and not to a per-CPU list. */
const marksFreed = ({ shape, zones }: AllocatorState): boolean =>
  shape.perCpu && (zones.isolated[NORMAL_ZONE] as number) + (zones.isolated[MOVABLE_ZONE] as number) > 0;

const markOf = (state: AllocatorState, frame: number): number =>
  state.isolation[frame >>> state.shape.pageblockOrder] === BY_ISOLATE ? FREED_ISOLATED : 0;

/** Counts frames as used (sign 1) or free again (sign -1), per pageblock, block and zone. */
export function tally(state: AllocatorState, first: number, count: number, sign: 1 | -1): void {
  const { shape } = state;
  const end = first + count;
  const size = shape.pageblockFrames;
  for (let at = first; at < end; ) {
    const pageblock = at >>> shape.pageblockOrder;
    const next = Math.min(end, (pageblock + 1) * size);
    tallyWithin(state, pageblock, sign * (next - at));
    at = next;
  }
}

/** `used` frames of one pageblock more, or fewer when negative. */
function tallyWithin(state: AllocatorState, pageblock: number, used: number): void {
  const { shape } = state;
  const block = pageblock >>> (shape.blockShift - shape.pageblockOrder);
  state.used[pageblock] += used;
  state.usedInBlock[block] += used;
  if ((state.phase[block] as number) < ONLINE) return;
  if (used > 0) state.unmerged[pageblock] = 0;
  const zone = state.zoneOf[block] as number;
  if (state.isolation[pageblock] === NOBODY) {
    state.zones.free[zone] -= used;
    if (isCma(shape, pageblock)) state.freeCma -= used;
  } else {
    state.zones.freeIsolated[zone] -= used;
  }
}

/** Frees everything a page still owns. The handle is then only good for being freed twice. */
export function letGo(state: AllocatorState, handle: number): void {
  const table = state.handles;
  vacate(state, table.first[handle] as number, table.frames[handle] as number, handle);
  become(table, handle, RELEASED);
}

/** Whether the owner gave a page back while references keep it. */
export const isLingering = (table: Handles, handle: number): boolean => table.kind[handle] === LINGERING;

/** Frames of a half-open span that exist. */
export const existing = (state: AllocatorState, first: number, end: number): number =>
  end - first - holeFramesIn(state.shape, first, end);
