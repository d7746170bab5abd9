import { plant } from "./plant.ts";

/** A poisoned free frame is marked and left where it is. */
export const poisonedFrameStaysOnItsList = plant(
  {
    name: "poisonedFrameStaysOnItsList",
    breaks: "allocate/poisoned",
    alsoBreaks: ["lists/one-place", "count/free", "lists/counted"],
    profile: "any",
    story: "hwpoison marks a free frame but does not take it off the buddy lists.",
  },
  "poisonFree",
  () => {},
);
