import { weighs } from "../../rule.ts";
import { illegal, LEGAL } from "../../verdict.ts";
import { firstUsed } from "../frames.ts";
import { kindOf, PAGE, RELEASED } from "../handles.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import { type AllocatorLaw, DONE, lawOf } from "./law.ts";

/** A wrong free must be refused. Nothing changes, so there is nothing to take. */
export const misrelease: AllocatorLaw<"misrelease"> = lawOf<"misrelease">({
  applies(state, { what, how }) {
    if (how === "twice") return kindOf(state.handles, what) === RELEASED && isNobodys(state, what);
    return kindOf(state.handles, what) === PAGE && (how === "order" || (state.handles.order[what] as number) > 0);
  },
  check(state, { what, how }, answer) {
    const rule = rules["release/wrong-size"];
    if (!weighs(state.docket, rule) || answer.kind === "refused") return LEGAL;
    const first = state.handles.first[what];
    return illegal(rule, `a wrong free (${how}) of the page at frame ${first} was accepted`);
  },
  take: () => {},
  candidates: () => [{ kind: "refused" }, DONE],
});

/** Whether every frame of a released page is free now, in an online block. */
export function isNobodys(state: AllocatorState, page: number): boolean {
  const first = state.handles.first[page] as number;
  const online = (state.phase[first >>> state.shape.blockShift] as number) >= ONLINE;
  return online && firstUsed(state, first, first + (state.handles.frames[page] as number)) < 0;
}
