import { NORMAL } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Adding a block frees its frames. */
export const addedFramesAreFreeAtOnce = plant(
  {
    name: "addedFramesAreFreeAtOnce",
    breaks: "online/not-before",
    alsoBreaks: ["lists/one-place", "lists/aligned", "lists/counted", "count/free"],
    profile: "any",
    story: "The frames of a block are allocatable from add on, before it is online.",
  },
  "addFrames",
  (m, block) => {
    linuxSteps.addFrames(m, block);
    m.blockZone[block] = NORMAL;
    linuxSteps.onlineFrames(m, block);
  },
);
