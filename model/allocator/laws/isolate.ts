import { LEGAL } from "../../verdict.ts";
import { beginIsolation, endIsolation } from "../isolation.ts";
import { type AllocatorState, BY_ISOLATE, ONLINE } from "../state.ts";
import { type AllocatorLaw, DONE, disturb, lawOf, legalUnless } from "./law.ts";
import { checkBusy, checkIsolated } from "./obstacles.ts";

/** Whether a pageblock belongs to a block that is online or on its way offline. */
export function isOnline(state: AllocatorState, pageblock: number): boolean {
  if (!(pageblock >= 0 && pageblock < state.shape.pageblocks)) return false;
  return (state.phase[Math.floor(pageblock / state.shape.blockPageblocks)] as number) >= ONLINE;
}

/** Refusing is legal when has_unmovable_pages might; it may also overlook what is unmovable, so isolating is too. */
export const isolate: AllocatorLaw<"isolate"> = lawOf<"isolate">({
  applies: (state, { pageblock }) => isOnline(state, pageblock),
  check(state, { pageblock }, answer) {
    const span = { first: pageblock, end: pageblock + 1 };
    if (answer.kind === "isolated") return legalUnless(checkIsolated(state, span));
    return legalUnless(checkBusy(state, span));
  },
  take(state, { pageblock }, answer) {
    disturb(state);
    if (answer.kind === "busy") {
      state.unmerged[pageblock] = 1;
      return;
    }
    beginIsolation(state, pageblock, BY_ISOLATE);
    state.isolatedAlone.push(pageblock);
  },
  candidates: () => [{ kind: "isolated" }, { kind: "busy" }],
});

/** Only what `isolate` began can be ended this way. */
export const unisolate: AllocatorLaw<"unisolate"> = lawOf<"unisolate">({
  applies: (state, { pageblock }) => pageblock >= 0 && state.isolation[pageblock] === BY_ISOLATE,
  check: () => LEGAL,
  take(state, { pageblock, mobility }) {
    disturb(state);
    endIsolation(state, pageblock);
    state.given = { first: pageblock, end: pageblock + 1, type: mobility, rolledBack: false };
    state.isolatedAlone.splice(state.isolatedAlone.indexOf(pageblock), 1);
  },
  candidates: () => [DONE],
});
