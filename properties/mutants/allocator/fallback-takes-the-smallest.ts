import { plant } from "./plant.ts";

/** No pageblock may be claimed. */
export const fallbackTakesTheSmallest = plant(
  {
    name: "fallbackTakesTheSmallest",
    breaks: "fallback/largest",
    alsoBreaks: ["fallback/retype"],
    profile: "linux",
    story: "Stealing takes the smallest block there is, so that every pageblock gets a little of everything.",
  },
  "canSteal",
  () => false,
);
