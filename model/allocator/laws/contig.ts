import { weighs } from "../../rule.ts";
import { illegal, LEGAL } from "../../verdict.ts";
import { firstUsed, occupy } from "../frames.ts";
import { become, CONTIG, isFree, kindOf, NOTHING, TAKEN, UNKNOWN, ZEROED } from "../handles.ts";
import { beginIsolation, endIsolation, markDrainedEverywhere, zoneOfPageblock } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, BY_CONTIG } from "../state.ts";
import { isOnline } from "./isolate.ts";
import { type AllocatorLaw, disturb, lawOf, legalUnless } from "./law.ts";
import { checkBusy, checkIsolated } from "./obstacles.ts";
import { judgeMoves, moveSequences } from "./steps.ts";
import { checkZeroed } from "./zeroed.ts";

/** COMPACT_CLUSTER_MAX: pages one step isolates and migrates. */
const BATCH = 32;

/** First frame and frame after the last of a range in progress or taken. */
function frameSpan(state: AllocatorState, handle: number): { first: number; end: number } {
  const first = state.handles.first[handle] as number;
  return { first, end: first + (state.handles.frames[handle] as number) };
}

/** Online pageblocks of one zone, at least one. */
function isRange(state: AllocatorState, pageblock: number, count: number): boolean {
  if (!(count >= 1) || !isOnline(state, pageblock) || !isOnline(state, pageblock + count - 1)) return false;
  const zone = zoneOfPageblock(state, pageblock);
  const per = state.shape.blockPageblocks;
  const last = Math.floor((pageblock + count - 1) / per);
  for (let block = Math.floor(pageblock / per); block <= last; block++) {
    if (!isOnline(state, block * per) || state.zoneOf[block] !== zone) return false;
  }
  return true;
}

/** A failed begin isolated some pageblocks and let them go again, so free buddies may have been split for it. */
export const contigBegin: AllocatorLaw<"contig-begin"> = lawOf<"contig-begin">({
  applies: (state, { as, pageblock, count }) => isFree(state.handles, as) && isRange(state, pageblock, count),
  check(state, { pageblock, count }, answer) {
    const span = { first: pageblock, end: pageblock + count };
    if (answer.kind === "begun") return legalUnless(checkIsolated(state, span));
    return legalUnless(checkBusy(state, span));
  },
  take(state, { as, pageblock, count }, answer) {
    disturb(state);
    if (answer.kind === "busy") {
      state.unmerged.fill(1, pageblock, pageblock + count);
      return;
    }
    const { handles, shape } = state;
    become(handles, as, CONTIG);
    handles.first[as] = pageblock * shape.pageblockFrames;
    handles.frames[as] = count * shape.pageblockFrames;
    for (let at = pageblock; at < pageblock + count; at++) beginIsolation(state, at, BY_CONTIG);
    markDrainedEverywhere(state, zoneOfPageblock(state, pageblock));
  },
  candidates: () => [{ kind: "begun" }, { kind: "busy" }],
});

/** Any number of pages of the range moves, one after the other. */
export const contigStep: AllocatorLaw<"contig-step"> = {
  applies: (state, { what }) => kindOf(state.handles, what) === CONTIG,
  judge(state, { what }, { moved }) {
    if (weighs(state.docket, rules["migrate/batch"]) && moved.length > BATCH) {
      return illegal(rules["migrate/batch"], `${moved.length} pages moved at once`);
    }
    const { first, end } = frameSpan(state, what);
    return judgeMoves(state, moved, first, end);
  },
  *answers(state, { what }) {
    const { first, end } = frameSpan(state, what);
    for (const moved of moveSequences(state, first, end, BATCH)) yield { kind: "stepped", moved };
  },
};

/** All frames or none; either way nothing of the range stays isolated. */
export const contigFinish: AllocatorLaw<"contig-finish"> = lawOf<"contig-finish">({
  applies: (state, { what }) => kindOf(state.handles, what) === CONTIG,
  check(state, { what }, answer) {
    const { first, end } = frameSpan(state, what);
    const used = firstUsed(state, first, end);
    const owed = used < 0 && weighs(state.docket, rules["contig/no-spurious-busy"]);
    if (answer.kind === "busy") {
      return owed ? illegal(rules["contig/no-spurious-busy"], `frames ${first} to ${end - 1} are free`) : LEGAL;
    }
    if (weighs(state.docket, rules["contig/free"]) && used >= 0) {
      return illegal(rules["contig/free"], `frame ${used} of the range was not free`);
    }
    return legalUnless(checkZeroed(state, false, answer.zeroed, end - first));
  },
  take(state, { what }, answer) {
    const { handles, shape } = state;
    const { first, end } = frameSpan(state, what);
    disturb(state);
    if (answer.kind === "taken") {
      become(handles, what, TAKEN);
      handles.tag[what] = answer.zeroed > 0 ? 0 : UNKNOWN;
      handles.past[what] = answer.zeroed > 0 ? ZEROED : 0;
      handles.placed[what] = ++state.clock;
      handles.poison[what] = 0;
      occupy(state, first, end - first, what);
    } else {
      become(handles, what, NOTHING);
    }
    const span = { first: first >>> shape.pageblockOrder, end: end >>> shape.pageblockOrder };
    for (let at = span.first; at < span.end; at++) endIsolation(state, at);
    state.given = { ...span, type: "movable", rolledBack: false };
  },
  *candidates(state, { what }) {
    const { first, end } = frameSpan(state, what);
    yield { kind: "busy" };
    for (const zeroed of [0, end - first]) yield { kind: "taken", zeroed: zeroed as never };
  },
});
