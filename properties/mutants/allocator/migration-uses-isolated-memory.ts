import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { ISOLATE, NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The nearest free frame is one of the isolated ones. */
export const migrationUsesIsolatedMemory = plant(
  {
    name: "migrationUsesIsolatedMemory",
    breaks: "migrate/isolated-target",
    profile: "any",
    story: "Migration takes its target from an isolated pageblock, maybe the very one that is to be vacated.",
  },
  "migrationTarget",
  (m, page, type, reach) => {
    const pfn = m.steps.rmqueueSmallest(m, zoneOf(m, page.first), page.order, ISOLATE);
    return pfn === NONE ? linuxSteps.migrationTarget(m, page, type, reach) : pfn;
  },
);
