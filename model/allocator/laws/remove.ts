import { weighs } from "../../rule.ts";
import { illegal, LEGAL } from "../../verdict.ts";
import { removeBlock } from "../blocks.ts";
import { allocatorRules as rules } from "../rules.ts";
import { OFFLINE, ONLINE } from "../state.ts";
import { type AllocatorLaw, disturb, lawOf } from "./law.ts";
import { checkMisfit, checkRefusal, mayHotplug, REFUSALS } from "./refusal.ts";

/** offline to absent. */
export const remove: AllocatorLaw<"remove"> = lawOf<"remove">({
  applies: (state, { block }) => mayHotplug(state, block),
  check(state, { block }, answer) {
    const phase = state.phase[block] as number;
    if (phase >= ONLINE && weighs(state.docket, rules["remove/offline-only"]) && answer.kind === "removed") {
      return illegal(rules["remove/offline-only"], `block ${block} was removed while online`);
    }
    if (phase !== OFFLINE) return checkMisfit(state, block, answer, phase >= ONLINE ? "busy" : "invalid");
    return answer.kind === "removed" ? LEGAL : checkRefusal(state, block, answer.why, false);
  },
  take(state, { block }, answer) {
    disturb(state);
    if (answer.kind === "removed") removeBlock(state, block);
  },
  *candidates() {
    yield { kind: "removed" };
    for (const why of REFUSALS) yield { kind: "refused", why };
  },
});
