import { UNMOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The first pageblock of a block goes online with a type that nobody gave it. */
export const onlineKeepsOldTypes = plant(
  {
    name: "onlineKeepsOldTypes",
    breaks: "isolate/given-type",
    profile: "linux",
    story: "A block goes online with its first pageblock still of type UNMOVABLE, which is what a zeroed memmap says.",
  },
  "onlineFrames",
  (m, block) => {
    linuxSteps.onlineFrames(m, block);
    const first = (block << m.blockShift) >>> m.pageblockOrder;
    linuxSteps.moveFree(m, first, UNMOVABLE);
    m.pageblockType[first] = UNMOVABLE;
  },
);
