import { weighs } from "../../rule.ts";
import { illegal, LEGAL, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { Refusal } from "../vocabulary.ts";

/** Every reason there is, for the enumeration of answers. */
export const REFUSALS: readonly Refusal[] = ["invalid", "exists", "busy", "vetoed", "no-memory"];

/** Names of block phases, for people. */
export const PHASE_NAMES = ["absent", "offline", "online", "going-offline"] as const;

/** Whether the hotplug lock is free and the block is one of this guest. */
export const mayHotplug = (state: AllocatorState, block: number): boolean =>
  state.goingOffline < 0 && block >= 0 && block < state.shape.blocks;

/** The block is not in the state the request needs: it must be refused, by Linux with a certain errno. */
export function checkMisfit(
  state: AllocatorState,
  block: number,
  answer: { readonly kind: string; readonly why?: Refusal },
  owed: Refusal,
): Verdict {
  const { docket } = state;
  const phase = PHASE_NAMES[state.phase[block] as 0 | 1 | 2 | 3];
  if (weighs(docket, rules["block/transitions"]) && answer.kind !== "refused") {
    return illegal(rules["block/transitions"], `block ${block} is ${phase}, yet the answer is ${answer.kind}`);
  }
  if (answer.why === undefined || !weighs(docket, rules["block/reason"]) || answer.why === owed) return LEGAL;
  return illegal(rules["block/reason"], `block ${block} is ${phase}; refused with ${answer.why} instead of ${owed}`);
}

/** The request fits the state: it may be refused only for a reason that is there. */
export function checkRefusal(state: AllocatorState, block: number, why: Refusal, reasons: boolean): Verdict {
  if (!weighs(state.docket, rules["block/no-spurious-refusal"]) || reasons) return LEGAL;
  return illegal(rules["block/no-spurious-refusal"], `block ${block} was refused (${why}) without a reason`);
}
