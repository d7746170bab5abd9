import { ISOLATE, NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Isolated pageblocks are the last resort. */
export const reservedBlockLeaksToIsolation = plant(
  {
    name: "reservedBlockLeaksToIsolation",
    breaks: "allocate/isolated",
    alsoBreaks: ["migrate/isolated-target", "contig/no-spurious-busy"],
    profile: "any",
    story: "A request that would fail takes a frame from an ISOLATE list.",
  },
  "rmqueue",
  (m, zone, order, type) => {
    const pfn = linuxSteps.rmqueue(m, zone, order, type);
    return pfn === NONE ? m.steps.rmqueueSmallest(m, zone, order, ISOLATE) : pfn;
  },
);
