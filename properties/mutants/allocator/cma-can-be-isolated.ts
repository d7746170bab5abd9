import { CMA } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { pageblock } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** CMA is taken for movable memory. */
export const cmaCanBeIsolated = plant(
  {
    name: "cmaCanBeIsolated",
    breaks: "isolate/cma",
    profile: "any",
    story: "Isolation takes a CMA pageblock, which comes back as a MOVABLE one.",
    needs: { cma: { first: pageblock(1), count: 1 } },
  },
  "unmovable",
  (m, pageblock, forOffline) => m.pageblockType[pageblock] !== CMA && linuxSteps.unmovable(m, pageblock, forOffline),
);
