import { nodeOf, zoneOf } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The halves are counted and the whole still is. */
export const splitBuddyIsNotSubtracted = plant(
  {
    name: "splitBuddyIsNotSubtracted",
    breaks: "count/free",
    alsoBreaks: ["lists/counted"],
    profile: "any",
    story:
      "Splitting a free buddy at the edge of an isolated pageblock forgets to adjust NR_FREE_PAGES (86d28b070927).",
  },
  "splitStraddling",
  (m, pfn, size) => {
    const zone = zoneOf(m, pfn);
    const type = m.type[nodeOf(m, pfn, size)] as number;
    linuxSteps.splitStraddling(m, pfn, size);
    m.steps.account(m, zone, type, 2 ** size);
  },
);
