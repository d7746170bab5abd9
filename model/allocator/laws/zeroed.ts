import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";

/** Frames reported as cleared: all of them where somebody asked, none or all where nobody did. */
export function checkZeroed(state: AllocatorState, asked: boolean, zeroed: number, frames: number): Verdict | null {
  const { docket } = state;
  if (asked || state.shape.geometry.initOnAlloc) {
    if (!weighs(docket, rules["zero/counted"]) || zeroed === frames) return null;
    return illegal(rules["zero/counted"], `${zeroed} of ${frames} frames were cleared`);
  }
  if (weighs(docket, rules["zero/unasked"]) && zeroed !== 0) {
    return illegal(rules["zero/unasked"], `${zeroed} frames were cleared although nobody asked`);
  }
  if (zeroed === 0 || zeroed === frames || !weighs(docket, rules["zero/counted"])) return null;
  return illegal(rules["zero/counted"], `${zeroed} of ${frames} frames were cleared`);
}
