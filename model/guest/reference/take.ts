import type { Extent } from "../../units.ts";
import { append, isFree, reuse, runAt, runsIn, zoneOf } from "./frames.ts";
import { DRIVER, FREE, type Machine, PARKED, PRIVATE } from "./machine.ts";
import type { FrameRun, Frames } from "./parts.ts";

/** Frames of a zone that may be handed out; parked ones are among them. */
export function roomIn(m: Machine, zone: number): number {
  const free = m.frames.zoneFree[zone] as number;
  return zone >= PRIVATE ? Math.max(0, free - m.options.reserve) : free;
}

/** Takes frames lowest first, as Linux hands out memory that has just come online. */
export function takeFrames(m: Machine, zone: number, count: number, use: number, into: Extent[]): void {
  const f = m.frames;
  let left = count;
  for (let block = f.lowest[zone] as number; left > 0 && block < f.runs.length; block++) {
    if (f.zone[block] !== zone || f.free[block] === 0) continue;
    left -= takeInBlock(f, block, left, use, into);
    if (f.free[block] === 0) continue;
    f.lowest[zone] = block;
    return;
  }
}

/** Takes up to so many free frames of a block, lowest first; how many it took. */
function takeInBlock(f: Frames, block: number, most: number, use: number, into: Extent[]): number {
  const runs = f.runs[block] as FrameRun[];
  let left = most;
  for (let at = 0; left > 0 && at < runs.length; at++) {
    const run = runs[at] as FrameRun;
    if (run.use !== FREE && run.use !== PARKED) continue;
    const { first } = run;
    const count = run.count < left ? run.count : left;
    append(into, first, count);
    reuse(f, first, count, run.use, use);
    left -= count;
    at = Math.max(-1, at - 2);
  }
  return most - left;
}

/** Takes so many frames of several zones, of the first as many as possible; they are there. */
export function takeAcross(m: Machine, zones: readonly number[], count: number, use: number): Extent[] {
  const into: Extent[] = [];
  let left = count;
  for (const zone of zones) {
    const here = Math.min(left, m.steps.roomIn(m, zone));
    if (here > 0) m.steps.takeFrames(m, zone, here, use, into);
    left -= here;
    if (left === 0) break;
  }
  return into;
}

/** Frees frames of one owner that may lie in several zones; their content stays. */
export function freeFrames(m: Machine, first: number, count: number): void {
  const f = m.frames;
  const end = first + count;
  for (let pfn = first; pfn < end; ) {
    const run = runAt(f, pfn);
    const { use } = run;
    const next = Math.min(end, run.first + run.count);
    if (!isFree(use) && use !== DRIVER) {
      reuse(f, pfn, next - pfn, use, FREE);
      if (m.geometry.perCpuLists !== null) m.steps.park(m, zoneOf(f, pfn), pfn, next - pfn);
    }
    pfn = next;
  }
}

/** The frames freed last stay on a processor's list; when that overflows, what was there before goes back. */
export function park(m: Machine, zone: number, first: number, count: number): void {
  const high = m.geometry.perCpuLists?.high ?? 0;
  const parked = Math.min(high, count);
  if ((m.frames.zoneParked[zone] as number) + parked > high) m.steps.drainZone(m, zone);
  for (const run of runsIn(m.frames, first + count - parked, parked)) {
    if (run.use === FREE) reuse(m.frames, run.first, run.count, FREE, PARKED);
  }
}

/** Frees what is parked in a zone for everybody. */
export function drainZone(m: Machine, zone: number): void {
  const f = m.frames;
  for (let block = 0; block < f.runs.length && (f.zoneParked[zone] as number) > 0; block++) {
    if (f.zone[block] !== zone || f.parked[block] === 0) continue;
    for (const run of (f.runs[block] as FrameRun[]).map((each) => ({ ...each }))) {
      if (run.use === PARKED) reuse(f, run.first, run.count, PARKED, FREE);
    }
  }
}

/** Frees what is parked anywhere. */
export function drainLists(m: Machine): void {
  for (let zone = 0; zone < m.frames.zoneParked.length; zone++) m.steps.drainZone(m, zone);
}
