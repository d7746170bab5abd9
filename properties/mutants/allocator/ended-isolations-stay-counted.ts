import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** nr_isolate_pageblock only grows. */
export const endedIsolationsStayCounted = plant(
  {
    name: "endedIsolationsStayCounted",
    breaks: "count/isolated",
    alsoBreaks: ["lists/counted"],
    profile: "any",
    story:
      "Ending an isolation does not reduce the count of isolated pageblocks, so that every free takes the slow path.",
  },
  "unisolate",
  (m, pageblock, type) => {
    linuxSteps.unisolate(m, pageblock, type);
    const zone = zoneOf(m, pageblock << m.pageblockOrder);
    m.isolated[zone] = (m.isolated[zone] as number) + 1;
  },
);
