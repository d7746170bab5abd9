import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Other types are asked before the own one. */
export const fallbackComesFirst = plant(
  {
    name: "fallbackComesFirst",
    breaks: "fallback/own-first",
    alsoBreaks: ["fallback/largest", "fallback/retype"],
    profile: "linux",
    story: "Every request steals although its own list could serve it.",
  },
  "rmqueue",
  (m, zone, size, type) => {
    const stolen = m.steps.fallback(m, zone, size, type);
    return stolen === NONE ? linuxSteps.rmqueue(m, zone, size, type) : stolen;
  },
);
