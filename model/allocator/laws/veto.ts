import { LEGAL } from "../../verdict.ts";
import { type AllocatorLaw, DONE, lawOf } from "./law.ts";

/** Arms one veto per direction; asking twice is asking once. */
export const veto: AllocatorLaw<"veto"> = lawOf<"veto">({
  applies: () => true,
  check: () => LEGAL,
  take(state, { next }) {
    if (next === "online") state.vetoOnline = true;
    else state.vetoOffline = true;
  },
  candidates: () => [DONE],
});
