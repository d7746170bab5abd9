import { ISOLATE, NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Isolated pageblocks serve who finds nothing else. */
export const isolatedMemoryIsTheLastResort = plant(
  {
    name: "isolatedMemoryIsTheLastResort",
    breaks: "allocate/isolated",
    alsoBreaks: ["migrate/isolated-target", "contig/no-spurious-busy"],
    profile: "any",
    story: "A request that would fail takes a frame from an ISOLATE list.",
  },
  "rmqueueZone",
  (m, zone, request) => {
    const pfn = linuxSteps.rmqueueZone(m, zone, request);
    return pfn === NONE ? m.steps.rmqueueSmallest(m, zone, request.order, ISOLATE) : pfn;
  },
);
