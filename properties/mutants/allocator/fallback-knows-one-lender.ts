import { fallbacks } from "../../../model/allocator/reference/fallback.ts";
import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Only the first fallback type is asked. */
export const fallbackKnowsOneLender = plant(
  {
    name: "fallbackKnowsOneLender",
    breaks: "allocate/no-spurious-failure",
    alsoBreaks: ["allocate/blocks-reachable", "fallback/largest"],
    profile: "any",
    story: "A request fails while the second type of its fallback list has free frames.",
  },
  "findFallback",
  (m, zone, order, type) => {
    const lender = linuxSteps.findFallback(m, zone, order, type);
    return lender === fallbacks[type]?.[0] ? lender : NONE;
  },
);
