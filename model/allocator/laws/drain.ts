import { LEGAL } from "../../verdict.ts";
import { markDrained } from "../isolation.ts";
import { MOVABLE_ZONE, NORMAL_ZONE } from "../state.ts";
import { type AllocatorLaw, DONE, disturb, lawOf } from "./law.ts";

/** From now on nothing freed earlier is on this processor's lists. */
export const drain: AllocatorLaw<"drain"> = lawOf<"drain">({
  applies: (state, { cpu }) => cpu >= 0 && cpu < state.shape.cpus,
  check: () => LEGAL,
  take(state, { cpu }) {
    if (state.shape.perCpu) disturb(state);
    markDrained(state, NORMAL_ZONE, cpu);
    markDrained(state, MOVABLE_ZONE, cpu);
  },
  candidates: () => [DONE],
});
