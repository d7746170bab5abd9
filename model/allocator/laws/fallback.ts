import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { FreeList, Mobility } from "../vocabulary.ts";
import { covers, sourceOf, suitable, type Trial } from "./trial.ts";

/** Types to fall back to, in order (mm/page_alloc.c fallbacks[]). */
const FALLBACKS: { readonly [M in Mobility]: readonly Mobility[] } = {
  unmovable: ["reclaimable", "movable"],
  reclaimable: ["unmovable", "movable"],
  movable: ["reclaimable", "unmovable"],
};

/**
 * From which free block a single allocation was served. CMA serves movable requests by rules of its own, and a reserved
 * pageblock comes back under the type that was short (unreserve_highatomic_pageblock).
 */
export function checkFallback(state: AllocatorState, trial: Trial): Verdict | null {
  const source = sourceOf(trial);
  if (source === undefined || source.migratetype === "cma" || source.migratetype === "highatomic") return null;
  const smallest = suitable(trial, trial.own)[0];
  return smallest === undefined ? checkForeign(state, trial) : checkOwn(state, trial, source, smallest);
}

function checkOwn(state: AllocatorState, trial: Trial, source: FreeList, smallest: FreeList): Verdict | null {
  if (!weighs(state.docket, rules["fallback/own-first"])) return null;
  if (source.migratetype === trial.own && source.order === smallest.order) return null;
  const used = `frame ${trial.first} came from a ${source.migratetype} block of order ${source.order}`;
  return illegal(
    rules["fallback/own-first"],
    `${used} although the ${trial.own} list has one of order ${smallest.order}`,
  );
}

function checkForeign(state: AllocatorState, trial: Trial): Verdict | null {
  const { shape } = state;
  const ranked = FALLBACKS[trial.own].flatMap((type) => suitable(trial, type));
  if (ranked.length === 0) return null;
  const largest = pick(ranked, (a, b) => a.order > b.order);
  // Since 6.12 a block below a pageblock that cannot be claimed leads to smaller ones, in ways lists do not show.
  if (shape.kernel === "6.12" && largest.order < shape.pageblockOrder) return null;
  if (!weighs(state.docket, rules["fallback/largest"])) return null;
  const owed = claims(state, trial, largest) ? largest : pick(ranked, (a, b) => a.order < b.order);
  if (owed.heads.some((head) => isNear(state, head, owed.order, trial.first))) return null;
  return illegal(
    rules["fallback/largest"],
    `frame ${trial.first} did not come from a ${owed.migratetype} block of order ${owed.order}`,
  );
}

/** The first list that no other beats: ties go to the type that is asked first. */
function pick(lists: readonly FreeList[], beats: (a: FreeList, b: FreeList) => boolean): FreeList {
  return lists.reduce((best, list) => (beats(list, best) ? list : best));
}

/** can_steal_fallback, and the search for the smallest when a movable request cannot steal. */
function claims(state: AllocatorState, { own, order }: Trial, largest: FreeList): boolean {
  if (own !== "movable" || largest.order === order) return true;
  return largest.order >= Math.floor(state.shape.pageblockOrder / 2);
}

/** A stolen pageblock moves to the own list as a whole, and any free page of it may then be used. */
function isNear(state: AllocatorState, head: number, order: number, first: number): boolean {
  const { pageblockOrder } = state.shape;
  return order >= pageblockOrder ? covers(head, order, first) : head >>> pageblockOrder === first >>> pageblockOrder;
}
