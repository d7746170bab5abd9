import { markAt, zoneOf } from "../../../model/allocator/reference/frames.ts";
import { pushFree, removeFree } from "../../../model/allocator/reference/lists.ts";
import { FREE, ISOLATE, kindOf, MOVABLE, orderOf } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** One free frame of an isolated pageblock stays allocatable. */
export const isolationLeavesSingleFrames = plant(
  {
    name: "isolationLeavesSingleFrames",
    breaks: "lists/isolated",
    alsoBreaks: [
      "allocate/isolated",
      "count/free",
      "migrate/isolated-target",
      "contig/no-spurious-busy",
      "offline/finishes",
    ],
    profile: "linux",
    story: "Isolation does not move a single frame at the start of the pageblock to the ISOLATE list.",
  },
  "moveFree",
  (m, pageblock, type) => {
    const first = pageblock << m.pageblockOrder;
    const single = kindOf(markAt(m, first)) === FREE && orderOf(markAt(m, first)) === 0;
    const moved = linuxSteps.moveFree(m, pageblock, type);
    if (!single || type !== ISOLATE) return moved;
    m.steps.account(m, zoneOf(m, first), removeFree(m, first, 0), -1);
    m.steps.account(m, zoneOf(m, first), MOVABLE, 1);
    pushFree(m, first, 0, MOVABLE, true);
    return moved;
  },
);
