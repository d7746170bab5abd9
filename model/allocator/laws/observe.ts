import { parkedInIsolated } from "../isolation.ts";
import { type AllocatorState, MOVABLE_ZONE, NORMAL_ZONE } from "../state.ts";
import type { Counters, ZoneCounters } from "../vocabulary.ts";
import { checkComparison } from "./compare.ts";
import { checkZones, nothingParked, spannedBy, ZONE_NAMES } from "./counters.ts";
import { type AllocatorLaw, lawOf, legalUnless } from "./law.ts";
import { checkLists } from "./lists.ts";

const NOTHING_BETWEEN = { kind: "nothing" } as const;

/**
 * Looking changes nothing but what can be compared later. Lists are optional: counters alone are an answer to both.
 *
 * Enumerated are the counters, which are determined up to what is parked on processors. Lists are not: which buddies the
 * free frames form, and in which order they are listed, is the allocator's choice.
 */
export const observe: AllocatorLaw<"observe"> = lawOf<"observe">({
  applies: () => true,
  check(state, _ask, answer) {
    const counted = checkZones(state, answer.zones);
    if (counted !== null || answer.kind === "counters") return legalUnless(counted);
    return legalUnless(checkLists(state, answer) ?? checkComparison(state, answer));
  },
  take(state, _ask, answer) {
    state.addRefused = false;
    state.pinRefusedReleased = false;
    if (answer.kind === "counters") return;
    state.lastLists = answer;
    state.between = NOTHING_BETWEEN;
  },
  *candidates(state) {
    for (const normal of zoneCounts(state, NORMAL_ZONE)) {
      for (const movable of zoneCounts(state, MOVABLE_ZONE)) {
        yield { kind: "counters", zones: [normal, movable] } satisfies Counters;
      }
    }
  },
});

/** Every way a zone's free frames can be split between free lists and processors, for every way managed may be counted. */
function* zoneCounts(state: AllocatorState, zone: number): Iterable<ZoneCounters> {
  const { zones } = state;
  const free = zones.free[zone] as number;
  const most = zones.managed[zone] as number;
  const fixed = {
    zone: ZONE_NAMES[zone as 0 | 1],
    present: zones.present[zone],
    spanned: spannedBy(state, zone),
    isolatedPageblocks: zones.isolated[zone],
  };
  const parked = nothingParked(state, zone) ? 0 : free + parkedInIsolated(state, zone);
  for (let managed = most - (zones.unsettled[zone] as number); managed <= most; managed++) {
    for (let perCpu = 0; perCpu <= parked; perCpu++) {
      for (let left = Math.max(0, free - perCpu); left <= Math.min(free, free + parked - perCpu); left++) {
        yield { ...fixed, managed, perCpu, free: left } as ZoneCounters;
      }
    }
  }
}
