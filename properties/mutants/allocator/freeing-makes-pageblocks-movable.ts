import { MOVABLE, RECLAIMABLE, UNMOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Freed memory is taken for movable memory. */
export const freeingMakesPageblocksMovable = plant(
  {
    name: "freeingMakesPageblocksMovable",
    breaks: "lists/restored",
    alsoBreaks: ["fallback/retype", "lists/type"],
    profile: "linux",
    story: "A pageblock loses its type when a page in it is freed, so that the next such request has to steal again.",
    needs: { kernel: "6.12" },
  },
  "typeOfFreed",
  (m, pfn) => {
    const type = linuxSteps.typeOfFreed(m, pfn);
    if (type !== UNMOVABLE && type !== RECLAIMABLE) return type;
    const pageblock = pfn >>> m.pageblockOrder;
    m.steps.moveFree(m, pageblock, MOVABLE);
    m.pageblockType[pageblock] = MOVABLE;
    return MOVABLE;
  },
);
