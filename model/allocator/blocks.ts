import { existing, nextUsed, OWNER, POISON, setValue, valueAt } from "./frames.ts";
import { become, FAKE, LOST, TORN } from "./handles.ts";
import { beginIsolation, endIsolation, markDrainedEverywhere } from "./isolation.ts";
import {
  ABSENT,
  type AllocatorState,
  BY_OFFLINE,
  GOING_OFFLINE,
  NOBODY,
  OFFLINE,
  ONLINE,
  UNCOUNTED,
  WAS_ONLINE,
} from "./state.ts";

/** Moves a block from one state to another and keeps the counts of states. */
function setPhase(state: AllocatorState, block: number, phase: number): void {
  const before = state.phase[block] as number;
  state.phases[before]--;
  state.phases[phase]++;
  state.phase[block] = phase;
}

/** absent to offline. */
export function addBlock(state: AllocatorState, block: number): void {
  setPhase(state, block, OFFLINE);
  state.past[block] = 0;
}

/** offline to absent; what is known about its poison is forgotten with its memmap. */
export function removeBlock(state: AllocatorState, block: number): void {
  if ((state.past[block] as number) & WAS_ONLINE) state.retired--;
  forgetFrames(state, block);
  setPhase(state, block, ABSENT);
  state.past[block] = 0;
}

function forgetFrames(state: AllocatorState, block: number): void {
  const { shape } = state;
  if (state.usedInBlock[block] === 0) return;
  const first = block * shape.blockFrames;
  const end = first + shape.blockFrames;
  for (let at = nextUsed(state, first, end); at >= 0; at = nextUsed(state, at + 1, end)) {
    state.poisoned--;
    setValue(state, at, 0);
  }
  state.used.fill(0, block * shape.blockPageblocks, (block + 1) * shape.blockPageblocks);
  state.usedInBlock[block] = 0;
}

/** offline to online in a zone. Poisoned frames stay out of use; whether they count as managed again is left open. */
export function onlineBlock(state: AllocatorState, block: number, zone: number): void {
  const { zones, shape } = state;
  const poisoned = state.usedInBlock[block] as number;
  if ((state.past[block] as number) & WAS_ONLINE) state.retired--;
  setPhase(state, block, ONLINE);
  zones.spanned.fill(UNCOUNTED);
  state.past[block] = WAS_ONLINE;
  state.zoneOf[block] = zone;
  zones.present[zone] += shape.blockFrames;
  zones.managed[zone] += shape.blockFrames;
  zones.unsettled[zone] += poisoned;
  state.unsettled[block] = poisoned;
  zones.free[zone] += shape.blockFrames - poisoned;
  state.unmerged.fill(poisoned === 0 ? 0 : 1, block * shape.blockPageblocks, (block + 1) * shape.blockPageblocks);
}

/** online to going-offline: everything isolated, per-CPU lists of the zone drained and switched off. */
export function beginOffline(state: AllocatorState, block: number): void {
  const first = block * state.shape.blockPageblocks;
  for (let at = first; at < first + state.shape.blockPageblocks; at++) beginIsolation(state, at, BY_OFFLINE);
  setPhase(state, block, GOING_OFFLINE);
  state.goingOffline = block;
  markDrainedEverywhere(state, state.zoneOf[block] as number);
}

/** going-offline back to online; nothing stays isolated. */
export function cancelOffline(state: AllocatorState, block: number): void {
  const first = block * state.shape.blockPageblocks;
  for (let at = first; at < first + state.shape.blockPageblocks; at++) endIsolation(state, at);
  setPhase(state, block, ONLINE);
  state.goingOffline = -1;
}

/** going-offline to offline. PG_offline frames are forgotten; poisoned ones are not. */
export function finishOffline(state: AllocatorState, block: number): void {
  const { zones, shape } = state;
  const zone = state.zoneOf[block] as number;
  const first = block * shape.blockFrames;
  const present = existing(state, first, first + shape.blockFrames);
  zones.freeIsolated[zone] -= shape.blockFrames - (state.usedInBlock[block] as number);
  zones.isolated[zone] -= shape.blockPageblocks;
  zones.present[zone] -= present;
  zones.managed[zone] -= present - forgetOwners(state, block);
  zones.unsettled[zone] -= state.unsettled[block] as number;
  state.unsettled[block] = 0;
  state.isolation.fill(NOBODY, block * shape.blockPageblocks, (block + 1) * shape.blockPageblocks);
  setPhase(state, block, OFFLINE);
  zones.spanned.fill(UNCOUNTED);
  state.past[block] = WAS_ONLINE;
  state.retired++;
  state.goingOffline = -1;
}

/**
 * Ends what the block's frames belong to: PG_offline ranges lose them, and so do owners of poisoned frames.
 *
 * @returns how many of the frames were PG_offline, hence not managed any more
 */
function forgetOwners(state: AllocatorState, block: number): number {
  const { shape, handles } = state;
  if (state.usedInBlock[block] === 0) return 0;
  const first = block * shape.blockFrames;
  let fakes = 0;
  const end = first + shape.blockFrames;
  for (let at = nextUsed(state, first, end); at >= 0; at = nextUsed(state, at + 1, end)) {
    const value = valueAt(state, at);
    const owner = (value & OWNER) - 1;
    if (owner < 0) continue;
    if (handles.kind[owner] === FAKE) {
      fakes++;
      handles.past[owner] = (handles.past[owner] as number) | TORN;
    } else if (handles.kind[owner] !== LOST) {
      become(handles, owner, LOST);
    }
    setValue(state, at, value & POISON);
    if ((value & POISON) === 0) release(state, at);
  }
  return fakes;
}

/** A frame of a block that is no longer online is not counted per zone. */
function release(state: AllocatorState, frame: number): void {
  state.used[frame >>> state.shape.pageblockOrder]--;
  state.usedInBlock[frame >>> state.shape.blockShift]--;
}
