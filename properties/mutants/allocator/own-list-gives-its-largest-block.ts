import { nodeOf } from "../../../model/allocator/reference/frames.ts";
import { NONE, TYPES } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The free area is searched from the top. */
export const ownListGivesItsLargestBlock = plant(
  {
    name: "ownListGivesItsLargestBlock",
    breaks: "fallback/own-first",
    alsoBreaks: ["fallback/largest"],
    profile: "linux",
    story: "Every request splits the largest block of its list, so that large blocks vanish first.",
  },
  "rmqueueSmallest",
  (m, zone, size, type) => {
    const larger = (m.stocked[zone * TYPES + type] as number) >>> size;
    const found = larger === 0 ? size : size + 31 - Math.clz32(larger);
    const pfn = linuxSteps.rmqueueSmallest(m, zone, found, type);
    if (pfn === NONE || found === size) return pfn;
    m.steps.account(m, zone, type, 2 ** found - 2 ** size);
    m.steps.expand(m, pfn, size, found, type);
    m.type[nodeOf(m, pfn, size)] = type;
    return pfn;
  },
);
