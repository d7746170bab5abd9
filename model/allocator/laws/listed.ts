import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import type { BlockRun, Lists, PageblockRun } from "../vocabulary.ts";
import { ZONE_NAMES } from "./counters.ts";
import { PHASE_NAMES } from "./refusal.ts";

/** Memory blocks and pageblocks as listed. */
export function checkBlocks(state: AllocatorState, lists: Lists): Verdict | null {
  return checkRuns(state, lists.blocks) ?? checkCovered(state, lists.pageblocks) ?? checkGiven(state, lists);
}

/** Runs follow one another, cover every block, and say of each what commands made of it. */
function checkRuns(state: AllocatorState, runs: readonly BlockRun[]): Verdict | null {
  const listing = weighs(state.docket, rules["block/listed"]);
  const zoning = weighs(state.docket, rules["block/zone"]);
  let next = 0;
  for (const run of runs) {
    if (listing && run.first !== next)
      return illegal(rules["block/listed"], `block ${next} is not listed in its place`);
    next = run.first + run.count;
    for (let at = run.first; at < next; at++) {
      const phase = state.phase[at] as number;
      if (listing && run.state !== PHASE_NAMES[phase as 0 | 1 | 2 | 3]) {
        return illegal(rules["block/listed"], `block ${at} is ${run.state} instead of ${PHASE_NAMES[phase as 0]}`);
      }
      const zone = phase < ONLINE ? undefined : ZONE_NAMES[state.zoneOf[at] as 0 | 1];
      if (zoning && run.zone !== zone)
        return illegal(rules["block/zone"], `block ${at} is in zone ${run.zone} instead of ${zone}`);
    }
  }
  if (!listing || next === state.shape.blocks) return null;
  return illegal(rules["block/listed"], `${next} of ${state.shape.blocks} blocks are listed`);
}

/** Pageblocks of online blocks are listed once each, and no others. */
function checkCovered(state: AllocatorState, runs: readonly PageblockRun[]): Verdict | null {
  if (!weighs(state.docket, rules["block/listed"])) return null;
  const per = state.shape.blockPageblocks;
  let listed = 0;
  for (const { first, count } of runs) {
    for (let at = first; at < first + count; at++) {
      if (at >= 0 && at < state.shape.pageblocks && (state.phase[Math.floor(at / per)] as number) >= ONLINE) continue;
      return illegal(rules["block/listed"], `pageblock ${at} is listed although its block is not online`);
    }
    listed += count;
  }
  const owed = ((state.phases[2] as number) + (state.phases[3] as number)) * per;
  return listed === owed ? null : illegal(rules["block/listed"], `${listed} pageblocks are listed instead of ${owed}`);
}

/** Right after isolation ended: nothing is isolated any more, everything has the type it was given. */
function checkGiven({ given, docket }: AllocatorState, lists: Lists): Verdict | null {
  if (given === null) return null;
  const rule = rules[given.rolledBack ? "offline/rollback" : "isolate/given-type"];
  if (!weighs(docket, rule)) return null;
  for (const { first, count, migratetype } of lists.pageblocks) {
    if (migratetype === given.type || first >= given.end || first + count <= given.first) continue;
    const what = `pageblocks ${Math.max(first, given.first)} to ${Math.min(first + count, given.end) - 1}`;
    return illegal(rule, `${what} are ${migratetype}, but became ${given.type}`);
  }
  return null;
}
