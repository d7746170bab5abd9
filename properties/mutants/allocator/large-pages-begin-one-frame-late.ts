import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A page of several frames is handed out shifted by one. */
export const largePagesBeginOneFrameLate = plant(
  {
    name: "largePagesBeginOneFrameLate",
    breaks: "allocate/aligned",
    alsoBreaks: ["allocate/disjoint"],
    profile: "any",
    story: "The frame number of a larger page is off by one, so that it is no longer aligned to its size.",
  },
  "rmqueueSmallest",
  (m, zone, order, type) => {
    const pfn = linuxSteps.rmqueueSmallest(m, zone, order, type);
    return pfn === NONE || order === 0 || order === m.maxOrder ? pfn : pfn + 1;
  },
);
