import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The largest order is taken for a bound. */
export const largestOrderIsNeverUsed = plant(
  {
    name: "largestOrderIsNeverUsed",
    breaks: "allocate/blocks-reachable",
    profile: "linux",
    story:
      "A loop runs to below MAX_ORDER although the constant became inclusive (23baf831a32c), so that the largest pages are never found.",
  },
  "rmqueueSmallest",
  (m, zone, order, type) => (order === m.maxOrder ? NONE : linuxSteps.rmqueueSmallest(m, zone, order, type)),
);
