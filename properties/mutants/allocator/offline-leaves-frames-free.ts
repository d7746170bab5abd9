import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** One buddy of the block is back on the free lists. */
export const offlineLeavesFramesFree = plant(
  {
    name: "offlineLeavesFramesFree",
    breaks: "offline/leaves-nothing",
    alsoBreaks: ["lists/one-place", "count/free", "lists/aligned", "lists/counted", "allocate/disjoint"],
    profile: "any",
    story: "The frames of an offline block stay allocatable.",
  },
  "offlineFrames",
  (m, block) => {
    const first = block << m.blockShift;
    linuxSteps.offlineFrames(m, block);
    linuxSteps.freeRun(m, first, first + 2 ** m.maxOrder);
  },
);
