import { nodeOf } from "../../../model/allocator/reference/frames.ts";
import { listOf, removeFree } from "../../../model/allocator/reference/lists.ts";
import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { plant } from "./plant.ts";

/** The search for a lender goes upwards. */
export const fallbackTakesTheSmallest = plant(
  {
    name: "fallbackTakesTheSmallest",
    breaks: "fallback/largest",
    profile: "linux",
    story: "Stealing takes the smallest block there is, so that every pageblock gets a little of everything.",
  },
  "fallback",
  (m, zone, size, type) => {
    for (let found = size; found <= m.maxOrder; found++) {
      const lender = m.steps.findFallback(m, zone, found, type);
      if (lender === NONE) continue;
      const pfn = m.head[listOf(m, zone, found, lender)] as number;
      removeFree(m, pfn, found);
      if (found > size) m.steps.expand(m, pfn, size, found, lender);
      m.steps.account(m, zone, lender, -(2 ** size));
      m.type[nodeOf(m, pfn, size)] = lender;
      return pfn;
    }
    return NONE;
  },
);
