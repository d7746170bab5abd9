import { onlineBlock } from "../blocks.ts";
import { MOVABLE_ZONE, NORMAL_ZONE, OFFLINE } from "../state.ts";
import { type AllocatorLaw, disturb, lawOf, legalUnless } from "./law.ts";
import { checkHeard, checkNotVetoed, checkRefusalHeard, checkVetoed, refusalsOf } from "./notified.ts";
import { checkMisfit, checkRefusal, mayHotplug, REFUSALS } from "./refusal.ts";

/** offline to online. A block with known poison may be refused (mm/memory_hotplug.c since 6.2: EHWPOISON). */
export const online: AllocatorLaw<"online"> = lawOf<"online">({
  applies: (state, { block }) => mayHotplug(state, block),
  check(state, { block }, answer) {
    if (answer.kind === "onlined") {
      if (state.phase[block] !== OFFLINE) return checkMisfit(state, block, answer, "invalid");
      const fault = checkNotVetoed(state, state.vetoOnline);
      return legalUnless(fault ?? checkHeard(state, answer.notified, "going-online", "online"));
    }
    const wrong =
      (answer.why === "vetoed" ? checkVetoed(state, state.vetoOnline) : null) ??
      checkRefusalHeard(state, answer, "going-online", "cancel-online");
    if (wrong !== null) return wrong;
    if (state.phase[block] !== OFFLINE) return checkMisfit(state, block, answer, "invalid");
    const reason = answer.why === "vetoed" || (state.usedInBlock[block] as number) > 0;
    return checkRefusal(state, block, answer.why, reason);
  },
  take(state, { block, zone }, answer) {
    disturb(state);
    if (answer.kind === "onlined") {
      onlineBlock(state, block, zone === "movable" ? MOVABLE_ZONE : NORMAL_ZONE);
      const per = state.shape.blockPageblocks;
      state.given = { first: block * per, end: (block + 1) * per, type: "movable", rolledBack: false };
    } else if (answer.why === "vetoed") state.vetoOnline = false;
  },
  *candidates() {
    yield { kind: "onlined", notified: ["going-online", "online"] };
    yield* refusalsOf(REFUSALS, "going-online", "cancel-online");
  },
});
