import { become, type Handles, LINGERING, RELEASED } from "./handles.ts";
import { holeFramesIn, isCma, meetsHole } from "./shape.ts";
import {
  type AllocatorState,
  BY_ISOLATE,
  CHUNK_FRAMES,
  CHUNK_SHIFT,
  MOVABLE_ZONE,
  NOBODY,
  NORMAL_ZONE,
  ONLINE,
} from "./state.ts";

/**
 * The value of a frame: 0 when nobody has it, else the handle of its owner plus one, and bits above. Holes are not
 * written down; the shape knows them.
 */
export const OWNER = 2 ** 24 - 1;
/** An uncorrectable error was reported; a frame with this bit alone is out of use for good. */
export const POISON = 1 << 24;
/** Freed while its pageblock was isolated, hence not on a per-CPU list. Written only where there are such lists. */
export const FREED_ISOLATED = 1 << 25;

const OFFSET = CHUNK_FRAMES - 1;

/** The value of one frame. */
export function valueAt(state: AllocatorState, frame: number): number {
  const chunk = state.owners[frame >>> CHUNK_SHIFT];
  return chunk === null || chunk === undefined ? 0 : (chunk[frame & OFFSET] as number);
}

/** The handle that owns a frame, or -1. */
export const ownerOf = (state: AllocatorState, frame: number): number => (valueAt(state, frame) & OWNER) - 1;

export const isPoisoned = (state: AllocatorState, frame: number): boolean => (valueAt(state, frame) & POISON) !== 0;

/** The first frame of the half-open span that is held, poisoned or a hole, or -1. */
export function firstUsed(state: AllocatorState, first: number, end: number): number {
  if (meetsHole(state.shape, first, end)) return Math.max(first, state.shape.holeFirst);
  for (let at = first; at < end; at++) {
    const chunk = state.owners[at >>> CHUNK_SHIFT];
    if (chunk === null || chunk === undefined) {
      at |= OFFSET;
    } else if (((chunk[at & OFFSET] as number) & ~FREED_ISOLATED) !== 0) {
      return at;
    }
  }
  return -1;
}

function chunkOf(state: AllocatorState, frame: number): Int32Array {
  const index = frame >>> CHUNK_SHIFT;
  const present = state.owners[index];
  if (present !== null && present !== undefined) return present;
  const fresh = new Int32Array(CHUNK_FRAMES);
  state.owners[index] = fresh;
  return fresh;
}

/** Writes one frame's value without counting. */
export function setValue(state: AllocatorState, frame: number, value: number): void {
  chunkOf(state, frame)[frame & OFFSET] = value;
}

/** Gives free frames an owner and counts them as used. */
export function occupy(state: AllocatorState, first: number, count: number, handle: number): void {
  const end = first + count;
  for (let at = first; at < end; ) {
    const chunk = chunkOf(state, at);
    const next = Math.min(end, (at | OFFSET) + 1);
    if (next - at === 1) chunk[at & OFFSET] = handle + 1;
    else chunk.fill(handle + 1, at & OFFSET, ((next - 1) & OFFSET) + 1);
    at = next;
  }
  tally(state, first, count, 1);
}

/** Takes frames from their owner; poisoned ones stay out of use. Frames of the span that it no longer owns stay as they are. */
export function vacate(state: AllocatorState, first: number, count: number, handle: number): void {
  const table = state.handles;
  const marks = marksFreed(state);
  if (table.poison[handle] === 0 && !marks) {
    clear(state, first, count);
    tally(state, first, count, -1);
    return;
  }
  for (let at = first; at < first + count; at++) {
    const value = valueAt(state, at);
    if ((value & OWNER) !== handle + 1) continue;
    const poison = value & POISON;
    setValue(state, at, poison !== 0 ? poison : marks ? markOf(state, at) : 0);
    if (poison === 0) tally(state, at, 1, -1);
    else table.poison[handle]--;
  }
}

/** Whether freed frames must remember that they went to a free list and not to a per-CPU list. */
const marksFreed = ({ shape, zones }: AllocatorState): boolean =>
  shape.perCpu && (zones.isolated[NORMAL_ZONE] as number) + (zones.isolated[MOVABLE_ZONE] as number) > 0;

const markOf = (state: AllocatorState, frame: number): number =>
  state.isolation[frame >>> state.shape.pageblockOrder] === BY_ISOLATE ? FREED_ISOLATED : 0;

function clear(state: AllocatorState, first: number, count: number): void {
  const end = first + count;
  for (let at = first; at < end; ) {
    const chunk = chunkOf(state, at);
    const next = Math.min(end, (at | OFFSET) + 1);
    if (next - at === 1) chunk[at & OFFSET] = 0;
    else chunk.fill(0, at & OFFSET, ((next - 1) & OFFSET) + 1);
    at = next;
  }
}

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
  const block = Math.floor(pageblock / shape.blockPageblocks);
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
