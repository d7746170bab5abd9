import { UNMOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A failed offline changes the type of every pageblock. */
export const rollbackMakesPageblocksUnmovable = plant(
  {
    name: "rollbackMakesPageblocksUnmovable",
    breaks: "offline/rollback",
    alsoBreaks: ["lists/merged", "lists/restored"],
    profile: "linux",
    story: "Undoing the isolation gives the pageblocks the first migratetype instead of MOVABLE.",
  },
  "rollback",
  (m, block) => {
    linuxSteps.rollback(m, block);
    const first = (block << m.blockShift) >>> m.pageblockOrder;
    for (let at = first; at < first + 2 ** (m.blockShift - m.pageblockOrder); at++) m.steps.moveFree(m, at, UNMOVABLE);
    m.pageblockType.fill(UNMOVABLE, first, first + 2 ** (m.blockShift - m.pageblockOrder));
  },
);
