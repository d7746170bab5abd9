import { LEGAL } from "../../verdict.ts";
import { isLingering, letGo } from "../frames.ts";
import { become, kindOf, LINGERING, NOTHING, PAGE, REFERENCE } from "../handles.ts";
import { markTouched } from "../isolation.ts";
import { type AllocatorLaw, DONE, disturb, lawOf } from "./law.ts";

/** The last reference frees what its owner gave back before. */
export const drop: AllocatorLaw<"drop"> = lawOf<"drop">({
  applies(state, { what, cpu }) {
    if (kindOf(state.handles, what) !== REFERENCE || !(cpu >= 0 && cpu < state.shape.cpus)) return false;
    const kind = state.handles.kind[state.handles.target[what] as number];
    return kind === PAGE || kind === LINGERING;
  },
  check: () => LEGAL,
  take(state, { what, cpu }) {
    const { handles } = state;
    const page = handles.target[what] as number;
    become(handles, what, NOTHING);
    handles.references[page]--;
    if (handles.references[page] !== 0 || !isLingering(handles, page)) return;
    disturb(state);
    markTouched(state, cpu);
    letGo(state, page);
  },
  candidates: () => [DONE],
});
