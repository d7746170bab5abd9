import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A frame leaves the lists and not the count. */
export const poisonIsNotSubtracted = plant(
  {
    name: "poisonIsNotSubtracted",
    breaks: "count/free",
    alsoBreaks: ["lists/counted"],
    profile: "any",
    story: "hwpoison takes a page off the buddy lists without reducing NR_FREE_PAGES (bac9c6fa1f92).",
  },
  "poisonFree",
  (m, pfn) => {
    linuxSteps.poisonFree(m, pfn);
    m.steps.account(m, zoneOf(m, pfn), m.pageblockType[pfn >>> m.pageblockOrder] as number, 1);
  },
);
