import { MOVABLE, RECLAIMABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Freed memory is taken for reclaimable memory. */
export const freeingMakesPageblocksReclaimable = plant(
  {
    name: "freeingMakesPageblocksReclaimable",
    breaks: "lists/restored",
    alsoBreaks: ["fallback/retype", "lists/type", "lists/merged", "offline/rollback"],
    profile: "linux",
    story:
      "A movable pageblock changes its type when a page in it is freed, so that the next movable request has to steal it back.",
  },
  "typeOfFreed",
  (m, pfn) => {
    const type = linuxSteps.typeOfFreed(m, pfn);
    if (type !== MOVABLE) return type;
    const pageblock = pfn >>> m.pageblockOrder;
    m.steps.moveFree(m, pageblock, RECLAIMABLE);
    m.pageblockType[pageblock] = RECLAIMABLE;
    return RECLAIMABLE;
  },
);
