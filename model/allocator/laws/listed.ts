import { type Rule, weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import type { BlockRun, Lists, PageblockRun } from "../vocabulary.ts";
import { ZONE_NAMES } from "./counters.ts";
import { PHASE_NAMES } from "./refusal.ts";

/** Memory blocks and pageblocks as listed. */
export function checkBlocks(state: AllocatorState, lists: Lists): Verdict | null {
  return checkRuns(state, lists.blocks) ?? checkCovered(state, lists.pageblocks) ?? checkRolledBack(state, lists);
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

/** Right after a rollback: online, nothing isolated, everything movable. */
function checkRolledBack(state: AllocatorState, lists: Lists): Verdict | null {
  const rule: Rule = rules["offline/rollback"];
  const block = state.rolledBack;
  if (block < 0 || !weighs(state.docket, rule)) return null;
  const per = state.shape.blockPageblocks;
  for (const { first, count, migratetype } of lists.pageblocks) {
    if (migratetype === "movable" || first >= (block + 1) * per || first + count <= block * per) continue;
    return illegal(
      rule,
      `pageblocks ${first} to ${first + count - 1} are ${migratetype} after block ${block} was rolled back`,
    );
  }
  return null;
}
