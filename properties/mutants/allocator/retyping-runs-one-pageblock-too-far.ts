import { MOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** change_pageblock_range does one too many. */
export const retypingRunsOnePageblockTooFar = plant(
  {
    name: "retypingRunsOnePageblockTooFar",
    breaks: "fallback/retype",
    alsoBreaks: ["lists/type"],
    profile: "linux",
    story: "The pageblock behind a stolen buddy changes its type with it.",
  },
  "retype",
  (m, pfn, size, type) => {
    linuxSteps.retype(m, pfn, size, type);
    const next = (pfn + 2 ** size) >>> m.pageblockOrder;
    if (m.pageblockType[next] === MOVABLE) m.pageblockType[next] = type;
  },
);
