import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { plant } from "./plant.ts";

/** A poisoned free frame is counted out and left where it is. */
export const poisonedFrameStaysOnItsList = plant(
  {
    name: "poisonedFrameStaysOnItsList",
    breaks: "allocate/poisoned",
    alsoBreaks: ["lists/one-place", "lists/counted", "count/free"],
    profile: "any",
    story: "hwpoison does not take a free frame off the buddy lists.",
  },
  "poisonFree",
  (m, pfn) => m.steps.account(m, zoneOf(m, pfn), m.pageblockType[pfn >>> m.pageblockOrder] as number, -1),
);
