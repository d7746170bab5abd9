import { type Rule, weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allDrained, parkedInIsolated } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, MOVABLE_ZONE, NORMAL_ZONE, ONLINE, UNCOUNTED } from "../state.ts";
import type { ZoneCounters } from "../vocabulary.ts";

/** Zone names by number. */
export const ZONE_NAMES = ["normal", "movable"] as const;

/** Counters of every zone against what commands and answers add up to. */
export function checkZones(state: AllocatorState, zones: readonly ZoneCounters[]): Verdict | null {
  const named = zones.length === 2 && zones[0]?.zone === "normal" && zones[1]?.zone === "movable";
  if (weighs(state.docket, rules["count/present"]) && !named) {
    return illegal(rules["count/present"], "zones are not listed once each, lowest first");
  }
  if (!named) return null;
  return checkZone(state, NORMAL_ZONE, zones[0]) ?? checkZone(state, MOVABLE_ZONE, zones[1]);
}

type Field = "perCpu" | "present" | "spanned" | "isolatedPageblocks";

function expectEqual(
  state: AllocatorState,
  rule: Rule,
  seen: ZoneCounters,
  field: Field,
  owed: number,
): Verdict | null {
  if (!weighs(state.docket, rule) || seen[field] === owed) return null;
  return illegal(rule, `${field} (${seen.zone}) is ${seen[field]} instead of ${owed}`);
}

function checkZone(state: AllocatorState, zone: number, seen: ZoneCounters): Verdict | null {
  const { zones } = state;
  const present = zones.present[zone] as number;
  return (
    (state.addRefused ? expectEqual(state, rules["add/failure-leaves-nothing"], seen, "present", present) : null) ??
    checkManaged(state, zone, seen) ??
    expectEqual(state, rules["count/present"], seen, "present", present) ??
    expectEqual(state, rules["count/present"], seen, "spanned", spannedBy(state, zone)) ??
    expectEqual(state, rules["count/isolated"], seen, "isolatedPageblocks", zones.isolated[zone] as number) ??
    checkParked(state, zone, seen) ??
    (state.pinRefusedReleased ? checkFree(state, zone, seen, rules["hold/failure-leaves-nothing"]) : null) ??
    checkFree(state, zone, seen, rules["count/free"])
  );
}

function checkManaged(state: AllocatorState, zone: number, { managed, zone: name }: ZoneCounters): Verdict | null {
  const most = state.zones.managed[zone] as number;
  const open = state.zones.unsettled[zone] as number;
  if (!weighs(state.docket, rules["count/managed"]) || (managed <= most && managed >= most - open)) return null;
  return illegal(rules["count/managed"], `managed (${name}) is ${managed} instead of ${most}`);
}

/** Whether nothing can be on the zone's per-CPU lists now. */
export const nothingParked = (state: AllocatorState, zone: number): boolean =>
  !state.shape.perCpu ||
  allDrained(state, zone) ||
  (state.goingOffline >= 0 && state.zoneOf[state.goingOffline] === zone);

function checkParked(state: AllocatorState, zone: number, seen: ZoneCounters): Verdict | null {
  return nothingParked(state, zone) ? expectEqual(state, rules["count/per-cpu"], seen, "perCpu", 0) : null;
}

/** Frames of isolated pageblocks are uncounted on free lists, but counted while they are still on a per-CPU list. */
function checkFree(
  state: AllocatorState,
  zone: number,
  { free, perCpu, zone: name }: ZoneCounters,
  rule: Rule,
): Verdict | null {
  const owed = state.zones.free[zone] as number;
  const sum = free + perCpu;
  const sound = sum === owed || (sum > owed && free <= owed && sum <= owed + parkedInIsolated(state, zone));
  if (!weighs(state.docket, rule) || (sound && free >= 0 && perCpu >= 0)) return null;
  return illegal(rule, `free and perCpu (${name}) are ${free} + ${perCpu} instead of ${owed}`);
}

/** Frames from the first to the last present one of a zone. */
export function spannedBy(state: AllocatorState, zone: number): number {
  const known = state.zones.spanned[zone] as number;
  if (known !== UNCOUNTED) return known;
  const counted = state.zones.present[zone] === 0 ? 0 : countSpanned(state, zone);
  state.zones.spanned[zone] = counted;
  return counted;
}

function countSpanned(state: AllocatorState, zone: number): number {
  const { shape } = state;
  let first = -1;
  let end = -1;
  for (let block = 0; block < shape.blocks; block++) {
    if ((state.phase[block] as number) < ONLINE || state.zoneOf[block] !== zone) continue;
    const from = block * shape.blockFrames;
    const to = from + shape.blockFrames;
    const low = from >= shape.holeFirst && from < shape.holeEnd ? shape.holeEnd : from;
    const high = to > shape.holeFirst && to <= shape.holeEnd ? shape.holeFirst : to;
    if (low >= to || high <= from) continue;
    if (first < 0) first = low;
    end = high;
  }
  return end - first;
}
