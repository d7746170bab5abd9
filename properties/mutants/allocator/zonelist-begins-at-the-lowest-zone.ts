import { NONE, NORMAL } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Zones are tried lowest first. */
export const zonelistBeginsAtTheLowestZone = plant(
  {
    name: "zonelistBeginsAtTheLowestZone",
    breaks: "allocate/highest-zone",
    alsoBreaks: ["allocate/watermark"],
    profile: "linux",
    story: "The zonelist is walked in the wrong direction, so that movable pages fill the normal zone first.",
  },
  "getPage",
  (m, request) => {
    for (let zone = NORMAL; zone <= request.reach; zone++) {
      const pfn = linuxSteps.getPage(m, { ...request, reach: zone });
      if (pfn !== NONE) return pfn;
    }
    return NONE;
  },
);
