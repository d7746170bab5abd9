import { POISON, valueAt } from "./frames.ts";
import { type Handles, NOTHING, REFERENCE, RELEASED } from "./handles.ts";
import { allDrained, mayBeParked } from "./isolation.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY, NORMAL_ZONE } from "./state.ts";

/**
 * Equal for states that judge every future alike. Clocks are left out; what they decide is written instead, so that two
 * ways to the same state meet.
 */
export function keyOf(state: AllocatorState): string {
  return [
    blocks(state),
    state.isolation.join(""),
    state.unmerged.join(""),
    handles(state),
    poison(state),
    flags(state),
    parking(state),
    compared(state),
  ].join("|");
}

function blocks(state: AllocatorState): string {
  return `${state.phase.join("")},${state.zoneOf.join("")},${state.past.join("")},${state.unsettled.join("")}`;
}

function handles(state: AllocatorState): string {
  const table = state.handles;
  let text = "";
  for (let handle = 0; handle < table.top; handle++) {
    if (table.kind[handle] !== NOTHING) text += `${handle}:${facts(state, table, handle)};`;
  }
  return text;
}

function facts(state: AllocatorState, table: Handles, handle: number): string {
  const kind = table.kind[handle];
  if (kind === REFERENCE) return `${kind},${table.target[handle]}`;
  const place = `${kind},${table.first[handle]},${table.frames[handle]},${table.order[handle]}`;
  if (kind === RELEASED) return place;
  const page = [table.mobility, table.reach, table.references, table.tag, table.poison, table.past];
  const stayed = wasInRange(state, handle) ? 1 : 0;
  return `${place},${page.map((fact) => fact[handle]).join(",")},${stayed}`;
}

/** Whether a migration step went over the place of a page since it came there. */
export function wasInRange(state: AllocatorState, handle: number): boolean {
  const pageblock = (state.handles.first[handle] as number) >>> state.shape.pageblockOrder;
  const clocks = state.steppedAt[pageblock >>> 10];
  return clocks !== undefined && (clocks[pageblock & 1023] as number) > (state.handles.placed[handle] as number);
}

/** Values of frames that say more than the handles do: poison, and what was freed while isolated. */
function poison(state: AllocatorState): string {
  if (state.poisoned === 0 && !state.shape.perCpu) return "";
  const marked: string[] = [];
  for (let frame = 0; frame < state.shape.frames; frame++) {
    const value = valueAt(state, frame);
    if (value >= POISON) marked.push(`${frame}=${value}`);
  }
  return marked.join(",");
}

function flags(state: AllocatorState): string {
  const bits = [state.vetoOnline, state.vetoOffline, state.addRefused, state.pinRefusedReleased];
  const { given } = state;
  return `${bits.map(Number).join("")},${given === null ? "" : Object.values(given).join()}`;
}

function parking(state: AllocatorState): string {
  const { shape } = state;
  if (!shape.perCpu) return "";
  const drained = [allDrained(state, NORMAL_ZONE), allDrained(state, MOVABLE_ZONE)].map(Number).join("");
  const since = Array.from(state.touched, (at, place) => Number(at > (state.drained[place] as number))).join("");
  let parked = "";
  for (let pageblock = 0; pageblock < shape.pageblocks; pageblock++) {
    if (state.isolation[pageblock] === NOBODY || !mayBeParked(state, pageblock)) continue;
    const at = state.isolatedAt[pageblock] as number;
    parked += `${pageblock}:${Array.from(state.drained, (clock) => Number(clock > at)).join("")}`;
  }
  return `${drained},${since},${parked}`;
}

/** The last observation matters only as long as a rule can still compare it with the next. */
function compared(state: AllocatorState): string {
  if (state.lastLists === null || state.between.kind === "more") return "";
  return JSON.stringify([state.between, state.lastLists]);
}
