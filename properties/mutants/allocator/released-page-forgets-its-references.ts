import { clearMark } from "../../../model/allocator/reference/frames.ts";
import { settleTag } from "../../../model/allocator/reference/pages.ts";
import { plant } from "./plant.ts";

/** A page that somebody still refers to is freed with its owner. */
export const releasedPageForgetsItsReferences = plant(
  {
    name: "releasedPageForgetsItsReferences",
    breaks: "allocate/disjoint",
    alsoBreaks: ["lists/one-place", "count/free"],
    profile: "any",
    story: "Releasing a page frees it although references are held on it, so that its frames are handed out twice.",
  },
  "freeRemainder",
  (m, page, cpu) => {
    settleTag(m, page);
    clearMark(m, page.first, page.order);
    page.lost = true;
    m.steps.freePage(m, page.first, page.order, cpu);
  },
);
