import { LEGAL } from "../../verdict.ts";
import { letGo, vacate } from "../frames.ts";
import { become, kindOf, LINGERING, MOVABLE, PAGE, PIN_REFUSED } from "../handles.ts";
import { markTouched } from "../isolation.ts";
import type { AllocatorState } from "../state.ts";
import { type AllocatorLaw, DONE, disturb, lawOf } from "./law.ts";

/** The only answer is done; what it must have done shows in later grants, counts and lists. */
export const release: AllocatorLaw<"release"> = lawOf<"release">({
  applies: (state, ask) => kindOf(state.handles, ask.what) === PAGE && ask.cpu >= 0 && ask.cpu < state.shape.cpus,
  check: () => LEGAL,
  take(state, ask) {
    const table = state.handles;
    markTouched(state, ask.cpu);
    compare(state, ask.what);
    if (((table.past[ask.what] as number) & PIN_REFUSED) !== 0) state.pinRefusedReleased = true;
    if (table.references[ask.what] === 0) letGo(state, ask.what);
    else linger(state, ask.what);
  },
  candidates: () => [DONE],
});

/** References keep a movable page whole, because it is compound; of other pages only the head has a count of its own. */
function linger(state: AllocatorState, page: number): void {
  const table = state.handles;
  const frames = table.frames[page] as number;
  become(table, page, LINGERING);
  if (table.mobility[page] === MOVABLE || frames === 1) return;
  vacate(state, (table.first[page] as number) + 1, frames - 1, page);
  table.frames[page] = 1;
  table.order[page] = 0;
}

/** An allocation and its release leave something to compare; see the rule lists/restored. */
function compare(state: AllocatorState, page: number): void {
  const { between } = state;
  state.given = null;
  if (state.lastLists === null) return;
  if (between.kind !== "granted" || between.handle !== page || state.handles.references[page] !== 0) {
    disturb(state);
    return;
  }
  state.between = { kind: "released", order: between.order, mobility: between.mobility, first: between.first };
}
