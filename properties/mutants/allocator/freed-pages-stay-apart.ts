import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { pushFree } from "../../../model/allocator/reference/lists.ts";
import { ONLINE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A single frame is put on its list and not merged. */
export const freedPagesStayApart = plant(
  {
    name: "freedPagesStayApart",
    breaks: "lists/merged",
    alsoBreaks: ["lists/restored", "allocate/blocks-reachable"],
    profile: "linux",
    story: "Freeing one frame does not look for its buddy.",
  },
  "freeOne",
  (m, pfn, size, type, tail) => {
    if (size > 0 || m.blockState[pfn >>> m.blockShift] !== ONLINE) return linuxSteps.freeOne(m, pfn, size, type, tail);
    m.steps.account(m, zoneOf(m, pfn), type, 1);
    pushFree(m, pfn, 0, type, tail);
  },
);
