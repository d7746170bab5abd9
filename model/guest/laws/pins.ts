import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { Pfn } from "../../units.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { zoneAt } from "../hotplug/zones.ts";
import { bootSupply } from "../memory/available.ts";
import { append, groupAt, releaseGroup } from "../memory/groups.ts";
import { changePages, fileOf, runsOfSpan } from "../memory/pages.ts";
import { areaAt, isFreeName } from "../memory/processes.ts";
import type { Area, Keep } from "../memory/society.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest, Hold } from "../vocabulary.ts";
import { notWhereTheyLay, say } from "./frames.ts";
import { told } from "./told.ts";

/** Pages are held where they lie; for long only outside of movable zones and partitions, to where they move first. */
export const pin: Law<Guest, "pin", GuestState> = {
  applies: (state, ask) => areaAt(state, ask.process, ask.area) !== undefined && isFreeName(state, ask.as),
  judge(state, ask, answer) {
    const area = areaAt(state, ask.process, ask.area) as Area;
    const cause = answer.kind === "refused" ? notRefused(state, area, ask.how) : undefined;
    state.pinning = ask.how === "longterm" && area.kind === "anonymous" ? area.group : -1;
    const wrong = cause ?? told(state, answer, "pin");
    state.pinning = -1;
    if (wrong !== undefined) return wrong;
    // A kill that no rule in force objects to may have ended the process.
    if (answer.kind === "refused" || areaAt(state, ask.process, ask.area) === undefined) return LEGAL;
    const runs = runsOf(state, area);
    const misplaced = notWhereTheyLay(state, runs, answer.frames) ?? notForLong(state, runs, ask.how);
    if (misplaced !== undefined) return misplaced;
    hold(state, area, ask.how);
    state.society.holds.set(ask.as, keepOf(area, ask.how));
    return LEGAL;
  },
};

/** Where the pages of an area lie, in page order. */
function runsOf(state: GuestState, area: Area): readonly number[] {
  if (area.kind === "anonymous") return groupAt(state, area.group).runs;
  const runs: number[] = [];
  if (area.kind === "zero") return runs;
  const end = area.first + area.pages;
  for (const run of runsOfSpan(fileOf(state, area.file), area.first, area.pages)) {
    const skip = Math.max(0, area.first - run.index);
    append(runs, run.frame + skip, Math.min(run.count, end - run.index) - skip);
  }
  return runs;
}

/** Pages that are held for long keep their frames for ever, so they must not lie where memory is to be taken away. */
function notForLong(state: GuestState, runs: readonly number[], how: Hold): Illegal | undefined {
  const rule = rules["pin/longterm-place"];
  if (how !== "longterm" || runs.length === 0 || !weighs(state.docket, rule)) return undefined;
  const at = firstMovable(state, runs);
  return at < 0 ? undefined : illegal(rule, `frame ${at} is held for long in a movable zone or a partition`);
}

/** The first frame of runs that lies in a movable zone or a partition, or -1. */
function firstMovable(state: GuestState, runs: readonly number[]): number {
  for (let i = 0; i < runs.length; i += 2) {
    const first = runs[i] as number;
    const at = movableIn(state, first, first + (runs[i + 1] as number), 1);
    if (at.first >= 0) return at.first;
  }
  return -1;
}

/** Frames of a span that lie in movable zones or partitions: the first, and how many, counted up to `most`. */
function movableIn(state: GuestState, start: number, end: number, most: number): { first: number; count: number } {
  const found = { first: -1, count: 0 };
  // Frames of a device block have one zone, unless a balloon takes them one by one.
  const unit = state.hotplug.ballooned === undefined ? state.layout.deviceFrames : 1;
  for (let at = Math.max(start, state.geometry.bootFrames); at < end && found.count < most; ) {
    const next = Math.min(end, (Math.floor(at / unit) + 1) * unit);
    const zone = zoneAt(state, at as Pfn);
    if (zone !== "boot" && zone !== "kernel") {
      if (found.first < 0) found.first = at;
      found.count += next - at;
    }
    at = next;
  }
  return found;
}

/** A refusal needs a cause: only pages that would have to move, and cannot. */
function notRefused(state: GuestState, area: Area, how: Hold): Illegal | undefined {
  const rule = rules["pin/refused-with-cause"];
  if (area.kind === "zero" || !weighs(state.docket, rule)) return undefined;
  if (how !== "longterm") return illegal(rule, `a ${how} hold was refused`);
  const runs = runsOf(state, area);
  let away = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const first = runs[i] as number;
    away += movableIn(state, first, first + (runs[i + 1] as number), Number.POSITIVE_INFINITY).count;
  }
  if (away === 0)
    return illegal(rule, `refused although ${say(runs[0] as number, 1)} and the rest may be held where they lie`);
  if (state.options.longtermPins === "refuse" || isAnyHeld(state, area)) return undefined;
  const supply = bootSupply(state, null);
  return supply < away
    ? undefined
    : illegal(rule, `refused although boot memory has room for ${supply} of ${away} pages`);
}

function isAnyHeld(state: GuestState, area: Area): boolean {
  if (area.kind === "anonymous") return groupAt(state, area.group).holds > 0;
  if (area.kind === "zero") return false;
  for (const run of runsOfSpan(fileOf(state, area.file), area.first, area.pages)) if (run.holds > 0) return true;
  return false;
}

function hold(state: GuestState, area: Area, how: Hold): void {
  if (area.kind === "file") changePages(state, area.file, area.first, area.pages, { holds: 1 });
  if (area.kind !== "anonymous") return;
  const group = groupAt(state, area.group);
  group.holds++;
  if (how !== "splice") group.pins++;
  if (how === "longterm") group.settled = true;
}

function keepOf(area: Area, how: Hold): Keep {
  if (area.kind === "anonymous") return { kind: "anonymous", group: area.group, how };
  if (area.kind === "zero") return { kind: "zero", how };
  return { kind: "file", file: area.file, first: area.first, pages: area.pages, how };
}

/** The end of a hold; pages that nobody else has are free, and a partition may be free again with them. */
export const unpin: Law<Guest, "unpin", GuestState> = {
  applies: (state, ask) => state.society.holds.has(ask.pin),
  judge(state, ask, answer) {
    const keep = state.society.holds.get(ask.pin) as Keep;
    state.society.holds.delete(ask.pin);
    if (keep.kind === "anonymous") releaseGroup(state, keep.group, keep.how === "splice" ? 0 : 1);
    else if (keep.kind === "file") changePages(state, keep.file, keep.first, keep.pages, { holds: -1 });
    return told(state, answer, "unpin") ?? LEGAL;
  },
};
