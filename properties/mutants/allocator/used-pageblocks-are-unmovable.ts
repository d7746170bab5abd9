import { eachHead } from "../../../model/allocator/reference/frames.ts";
import { kindOf, PAGE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Nothing in use is believed to be movable. */
export const usedPageblocksAreUnmovable = plant(
  {
    name: "usedPageblocksAreUnmovable",
    breaks: "isolate/no-spurious-busy",
    alsoBreaks: ["block/no-spurious-refusal"],
    profile: "any",
    story: "Isolation refuses a pageblock because of a page that could have migrated.",
  },
  "unmovable",
  (m, pageblock, forOffline) => {
    const first = pageblock << m.pageblockOrder;
    const used = !eachHead(m, first, first + 2 ** m.pageblockOrder, (_, mark) => kindOf(mark) !== PAGE);
    return used || linuxSteps.unmovable(m, pageblock, forOffline);
  },
);
