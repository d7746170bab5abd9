import { ABSENT } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Onlining adds what is missing. */
export const absentBlocksGoOnline = plant(
  {
    name: "absentBlocksGoOnline",
    breaks: "block/transitions",
    profile: "any",
    story: "A block that was never added goes online.",
  },
  "refusesOnline",
  (m, block) => (m.blockState[block] === ABSENT ? null : linuxSteps.refusesOnline(m, block)),
);
