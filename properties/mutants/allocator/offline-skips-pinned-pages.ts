import { eachHead, nodeOf } from "../../../model/allocator/reference/frames.ts";
import { kindOf, orderOf, PAGE, TAKEN } from "../../../model/allocator/reference/numbers.ts";
import { plant } from "./plant.ts";

/** What cannot move is ignored. */
export const offlineSkipsPinnedPages = plant(
  {
    name: "offlineSkipsPinnedPages",
    breaks: "offline/empty",
    profile: "any",
    story: "A block goes offline while a page in it is pinned.",
  },
  "offlineTest",
  (m, block) =>
    eachHead(m, block << m.blockShift, (block + 1) << m.blockShift, (pfn, mark) => {
      const page = kindOf(mark) === PAGE ? m.pages[m.next[nodeOf(m, pfn, orderOf(mark))] as number] : undefined;
      return kindOf(mark) !== TAKEN && (page === undefined || page.references > 0);
    }),
);
