import { weighs } from "../../rule.ts";
import { illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { beginOffline, cancelOffline, finishOffline } from "../blocks.ts";
import { afterOwner, nextUsed, OWNER, POISON, valueAt } from "../frames.ts";
import { FAKE } from "../handles.ts";
import { allocatorRules as rules } from "../rules.ts";
import { meetsHole } from "../shape.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import type { Allocator, Vetoable } from "../vocabulary.ts";
import { type AllocatorLaw, disturb, lawOf, legalUnless } from "./law.ts";
import { checkHeard, checkNotVetoed, checkRefusalHeard, checkVetoed, refusalsOf } from "./notified.ts";
import { checkIsolated, isObstructed, type Span } from "./obstacles.ts";
import { checkMisfit, checkRefusal, mayHotplug, REFUSALS } from "./refusal.ts";
import { judgeMoves, moveSequences } from "./steps.ts";

const isGoing = (state: AllocatorState, { block }: { readonly block: number }): boolean => state.goingOffline === block;

function pageblocksOf(state: AllocatorState, block: number): Span {
  const per = state.shape.blockPageblocks;
  return { first: block * per, end: (block + 1) * per };
}

/** online to going-offline, or nothing at all. */
export const offlineBegin: AllocatorLaw<"offline-begin"> = lawOf<"offline-begin">({
  applies: (state, { block }) => mayHotplug(state, block),
  check: (state, { block }, answer) =>
    answer.kind === "begun" ? checkBegun(state, block, answer) : checkNotBegun(state, block, answer),
  take(state, { block }, answer) {
    disturb(state);
    if (answer.kind === "begun") {
      beginOffline(state, block);
      return;
    }
    if (state.phase[block] !== ONLINE || answer.why === "invalid") return;
    const { first, end } = pageblocksOf(state, block);
    state.unmerged.fill(1, first, end);
    if (answer.why !== "vetoed") return;
    state.vetoOffline = false;
    state.given = { ...pageblocksOf(state, block), type: "movable", rolledBack: true };
  },
  *candidates() {
    yield { kind: "begun", notified: ["going-offline"] };
    yield* refusalsOf(REFUSALS, "going-offline", "cancel-offline");
  },
});

type Begun = Extract<Allocator["offline-begin"]["answer"], { kind: "begun" }>;

function checkBegun(state: AllocatorState, block: number, answer: Begun): Verdict {
  if (state.phase[block] !== ONLINE) return checkMisfit(state, block, answer, "invalid");
  weighs(state.docket, rules["block/no-spurious-refusal"]);
  const rule = rules["offline/holes"];
  if (hasHole(state, block) && weighs(state.docket, rule)) return illegal(rule, `block ${block} has a hole`);
  return legalUnless(
    checkNotVetoed(state, state.vetoOffline) ??
      checkIsolated(state, pageblocksOf(state, block)) ??
      checkHeard(state, answer.notified, "going-offline"),
  );
}

function checkNotBegun(state: AllocatorState, block: number, answer: Vetoable): Verdict {
  const wrong =
    (answer.why === "vetoed" ? checkVetoed(state, state.vetoOffline) : null) ??
    checkRefusalHeard(state, answer, "going-offline", "cancel-offline");
  if (wrong !== null) return wrong;
  if (state.phase[block] !== ONLINE) return checkMisfit(state, block, answer, "invalid");
  if (hasHole(state, block)) {
    weighs(state.docket, rules["offline/holes"]);
    return LEGAL;
  }
  const reason = answer.why === "vetoed" || (answer.why === "busy" && isObstructed(state, pageblocksOf(state, block)));
  return checkRefusal(state, block, answer.why, reason);
}

function hasHole(state: AllocatorState, block: number): boolean {
  const first = block * state.shape.blockFrames;
  return meetsHole(state.shape, first, first + state.shape.blockFrames);
}

/** Most pages one enumerated step moves; more would be legal, but their number explodes. */
const ENUMERATED = 32;

/** Any number of pages of the block moves, one after the other. */
export const offlineStep: AllocatorLaw<"offline-step"> = {
  applies: isGoing,
  judge(state, { block }, { moved }) {
    const first = block * state.shape.blockFrames;
    return judgeMoves(state, moved, first, first + state.shape.blockFrames);
  },
  *answers(state, { block }) {
    const first = block * state.shape.blockFrames;
    const end = first + state.shape.blockFrames;
    for (const moved of moveSequences(state, first, end, ENUMERATED)) yield { kind: "stepped", moved };
  },
};

/** Offline when nothing is left but free, poisoned and PG_offline frames, and then at once. */
export const offlineFinish: AllocatorLaw<"offline-finish"> = lawOf<"offline-finish">({
  applies: isGoing,
  check(state, { block }, answer) {
    const left = firstLeft(state, block);
    const owed = left < 0 && weighs(state.docket, rules["offline/finishes"]);
    if (answer.kind === "again") {
      const because = `every frame of block ${block} is free, poisoned or PG_offline`;
      return owed ? illegal(rules["offline/finishes"], because) : LEGAL;
    }
    if (weighs(state.docket, rules["offline/empty"]) && left >= 0) {
      return illegal(rules["offline/empty"], `block ${block} went offline although frame ${left} is in use`);
    }
    return legalUnless(checkHeard(state, answer.notified, "offline"));
  },
  take(state, { block }, answer) {
    disturb(state);
    if (answer.kind === "offlined") finishOffline(state, block);
  },
  candidates: () => [{ kind: "again" }, { kind: "offlined", notified: ["offline"] }],
});

/** First frame of a block that keeps it from going offline, or -1. Looks at frames only where some are used. */
function firstLeft(state: AllocatorState, block: number): number {
  if (state.usedInBlock[block] === 0) return -1;
  const end = (block + 1) * state.shape.blockFrames;
  let at = nextUsed(state, end - state.shape.blockFrames, end);
  while (at >= 0) {
    const value = valueAt(state, at);
    const fake = state.handles.kind[(value & OWNER) - 1] === FAKE;
    if ((value & POISON) === 0 && !fake) return at;
    at = nextUsed(state, fake ? afterOwner(state, at, value) : at + 1, end);
  }
  return -1;
}

/** A signal rolls everything back. */
export const offlineCancel: AllocatorLaw<"offline-cancel"> = lawOf<"offline-cancel">({
  applies: isGoing,
  check: (state, _ask, answer) => legalUnless(checkHeard(state, answer.notified, "cancel-offline")),
  take(state, { block }) {
    disturb(state);
    cancelOffline(state, block);
    state.given = { ...pageblocksOf(state, block), type: "movable", rolledBack: true };
  },
  candidates: () => [{ kind: "cancelled", notified: ["cancel-offline"] }],
});
