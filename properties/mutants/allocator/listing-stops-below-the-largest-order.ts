import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The largest order is taken for a bound. */
export const listingStopsBelowTheLargestOrder = plant(
  {
    name: "listingStopsBelowTheLargestOrder",
    breaks: "lists/one-place",
    alsoBreaks: ["lists/counted"],
    profile: "any",
    story: "A reader of the free lists loops to below MAX_ORDER although the constant became inclusive (23baf831a32c).",
  },
  "list",
  (m) => {
    const lists = linuxSteps.list(m);
    return { ...lists, free: lists.free.filter((list) => list.order < m.maxOrder) };
  },
);
