import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { ownerOf, valueAt } from "../frames.ts";
import { LINGERING, MOVABLE, PAGE } from "../handles.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { Lists, Migratetype } from "../vocabulary.ts";
import { covers, suitable, type Trial } from "./trial.ts";
import { typesOf } from "./types.ts";

/** Pageblocks that changed type for one allocation. Reserves change types under pressure, so not where there are any. */
export function checkRetyped(state: AllocatorState, trial: Trial, after: Lists, handle: number): Verdict | null {
  if (state.shape.geometry.highatomic) return null;
  const old = typesOf(state, trial.before);
  const now = typesOf(state, after);
  for (let at = 0; at < old.length; at++) {
    if (old[at] === now[at] || !weighs(state.docket, rules["fallback/retype"])) continue;
    if (now[at] === trial.own && (isCovered(state, trial, at) || isCompatible(state, trial, at, old[at], handle)))
      continue;
    return illegal(rules["fallback/retype"], `pageblock ${at} changed from ${old[at]} to ${now[at]}`);
  }
  return null;
}

/** Whether the pageblock lay in one free block of at least its size, which the page came from. */
function isCovered(state: AllocatorState, trial: Trial, pageblock: number): boolean {
  const { pageblockOrder, pageblockFrames } = state.shape;
  return (["unmovable", "reclaimable", "movable"] as const).some((type) =>
    suitable({ ...trial, order: pageblockOrder }, type).some(({ order, heads }) =>
      heads.some((head) => covers(head, order, pageblock * pageblockFrames) && covers(head, order, trial.first)),
    ),
  );
}

/** Whether at least half of the page's pageblock was free or held by pages like the requested one. */
function isCompatible(
  state: AllocatorState,
  trial: Trial,
  pageblock: number,
  old: Migratetype | undefined,
  handle: number,
): boolean {
  const { pageblockOrder, pageblockFrames } = state.shape;
  if (trial.first >>> pageblockOrder !== pageblock) return false;
  let alike = 0;
  const first = pageblock * pageblockFrames;
  for (let at = first; at < first + pageblockFrames; at++) {
    const free = valueAt(state, at) === 0 || ownerOf(state, at) === handle;
    const movable = isMovable(state, ownerOf(state, at));
    if (free || (trial.own === "movable" ? movable : old === "movable" && !movable)) alike++;
  }
  return alike >= pageblockFrames / 2;
}

function isMovable(state: AllocatorState, owner: number): boolean {
  if (owner < 0) return false;
  const kind = state.handles.kind[owner];
  return (kind === PAGE || kind === LINGERING) && state.handles.mobility[owner] === MOVABLE;
}
