import { clearMark } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Frames that hwpoison took away are free again once their block was offline. */
export const onlineForgetsPoison = plant(
  {
    name: "onlineForgetsPoison",
    breaks: "allocate/poisoned",
    alsoBreaks: ["count/free", "lists/one-place", "migrate/target"],
    profile: "any",
    story: "Onlining a block hands its poisoned frames to the buddy allocator with all others.",
  },
  "onlineFrames",
  (m, block) => {
    const first = block << m.blockShift;
    const poisoned = m.sickFrames[block] as number;
    if (poisoned > 0) for (let pfn = first; pfn < first + 2 ** m.blockShift; pfn++) clearMark(m, pfn, 0);
    m.sickFrames[block] = 0;
    linuxSteps.onlineFrames(m, block);
    m.sickFrames[block] = poisoned;
  },
);
