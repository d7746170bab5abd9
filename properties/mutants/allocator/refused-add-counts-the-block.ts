import { NORMAL } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The error path forgets to undo. */
export const refusedAddCountsTheBlock = plant(
  {
    name: "refusedAddCountsTheBlock",
    breaks: "add/failure-leaves-nothing",
    alsoBreaks: ["count/present", "lists/counted"],
    profile: "any",
    story: "A refused add leaves its frames counted as present (the undo missing before f42ce5f087eb).",
  },
  "refusesAdd",
  (m, block) => {
    const why = linuxSteps.refusesAdd(m, block);
    if (why !== null) m.steps.adjustPresent(m, NORMAL, 2 ** m.blockShift);
    return why;
  },
);
