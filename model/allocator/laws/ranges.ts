import { LEGAL } from "../../verdict.ts";
import { vacate } from "../frames.ts";
import { become, FAKE, kindOf, NOTHING, TAKEN, TORN } from "../handles.ts";
import { markTouchedEverywhere } from "../isolation.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import { type AllocatorLaw, DONE, disturb, lawOf } from "./law.ts";

/** Zone of a range: all its blocks are in one. */
const zoneOfRange = (state: AllocatorState, handle: number): number =>
  state.zoneOf[(state.handles.first[handle] as number) >>> state.shape.blockShift] as number;

/** Whether every block of the range is online and none is going offline. */
function isSettled(state: AllocatorState, handle: number): boolean {
  const { shape, handles } = state;
  const first = handles.first[handle] as number;
  const last = first + (handles.frames[handle] as number) - 1;
  for (let block = first >>> shape.blockShift; block <= last >>> shape.blockShift; block++) {
    if (state.phase[block] !== ONLINE) return false;
  }
  return true;
}

function giveBack(state: AllocatorState, handle: number): void {
  const { handles } = state;
  disturb(state);
  vacate(state, handles.first[handle] as number, handles.frames[handle] as number, handle);
  become(handles, handle, NOTHING);
  markTouchedEverywhere(state);
}

/** Frame by frame, as free_contig_range does; poisoned frames stay out of use. */
export const contigRelease: AllocatorLaw<"contig-release"> = lawOf<"contig-release">({
  applies: (state, { what }) => kindOf(state.handles, what) === TAKEN,
  check: () => LEGAL,
  take: (state, { what }) => giveBack(state, what),
  candidates: () => [DONE],
});

/** Not asked of ranges with poison, of which it is open what managed should say. */
export const fakeOffline: AllocatorLaw<"fake-offline"> = lawOf<"fake-offline">({
  applies: (state, { what }) =>
    kindOf(state.handles, what) === TAKEN && state.handles.poison[what] === 0 && isSettled(state, what),
  check: () => LEGAL,
  take(state, { what }) {
    const { handles, zones } = state;
    disturb(state);
    become(handles, what, FAKE);
    zones.managed[zoneOfRange(state, what)] -= handles.frames[what] as number;
  },
  candidates: () => [DONE],
});

/** Not asked once a block of the range went offline: its PG_offline marks went with it. */
export const fakeOnline: AllocatorLaw<"fake-online"> = lawOf<"fake-online">({
  applies: (state, { what }) =>
    kindOf(state.handles, what) === FAKE &&
    ((state.handles.past[what] as number) & TORN) === 0 &&
    isSettled(state, what),
  check: () => LEGAL,
  take(state, { what }) {
    state.zones.managed[zoneOfRange(state, what)] += state.handles.frames[what] as number;
    giveBack(state, what);
  },
  candidates: () => [DONE],
});
