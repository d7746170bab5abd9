import { weighs } from "../../rule.ts";
import { LEGAL } from "../../verdict.ts";
import { addBlock } from "../blocks.ts";
import { allocatorRules as rules } from "../rules.ts";
import { ABSENT, type AllocatorState, NORMAL_ZONE } from "../state.ts";
import { type AllocatorLaw, disturb, lawOf } from "./law.ts";
import { checkMisfit, checkRefusal, mayHotplug, REFUSALS } from "./refusal.ts";

/** A page of memmap describes 64 frames: 64 bytes each (struct page). */
const FRAMES_PER_MEMMAP_FRAME = 64;

/** Whether kernel memory may be too short for the memmap of one block. */
function memmapMayFail(state: AllocatorState): boolean {
  const needed = Math.ceil(state.shape.blockFrames / FRAMES_PER_MEMMAP_FRAME);
  const kept = state.shape.geometry.watermarks?.min ?? 0;
  return (state.zones.free[NORMAL_ZONE] as number) - state.freeCma <= needed + kept;
}

/** absent to offline. */
export const add: AllocatorLaw<"add"> = lawOf<"add">({
  applies: (state, { block }) => mayHotplug(state, block),
  check(state, { block }, answer) {
    if (state.phase[block] !== ABSENT) return checkMisfit(state, block, answer, "exists");
    if (answer.kind === "added") {
      weighs(state.docket, rules["block/no-spurious-refusal"]);
      return LEGAL;
    }
    return checkRefusal(state, block, answer.why, answer.why === "no-memory" && memmapMayFail(state));
  },
  take(state, { block }, answer) {
    disturb(state);
    if (answer.kind === "added") addBlock(state, block);
    else state.addRefused = true;
  },
  *candidates() {
    yield { kind: "added" };
    for (const why of REFUSALS) yield { kind: "refused", why };
  },
});
