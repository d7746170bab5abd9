import { CMA, NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { pageblock } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** CMA is a fallback for everybody. */
export const unmovableRequestsUseCma = plant(
  {
    name: "unmovableRequestsUseCma",
    breaks: "allocate/cma",
    profile: "any",
    story:
      "CMA pageblocks serve any request that finds nothing else, as pages filed under MOVABLE did until 7b086755fb8c.",
    needs: { cma: { first: pageblock(1), count: 1 } },
  },
  "rmqueue",
  (m, zone, order, type) => {
    const pfn = linuxSteps.rmqueue(m, zone, order, type);
    return pfn === NONE ? m.steps.rmqueueSmallest(m, zone, order, CMA) : pfn;
  },
);
