import { clearMark, setMark } from "../../../model/allocator/reference/frames.ts";
import { PAGE } from "../../../model/allocator/reference/numbers.ts";
import { settleTag } from "../../../model/allocator/reference/pages.ts";
import { plant } from "./plant.ts";

/** Nobody frees the frames behind the first. */
export const tailOfAReferencedPageIsLost = plant(
  {
    name: "tailOfAReferencedPageIsLost",
    breaks: "count/free",
    alsoBreaks: ["lists/one-place"],
    profile: "any",
    story: "The tail of a page that is not compound leaks when it is freed under a reference (e320d3012d25).",
  },
  "freeRemainder",
  (m, page) => {
    if (page.movable || page.order === 0) return;
    settleTag(m, page);
    clearMark(m, page.first, page.order);
    page.order = 0;
    const node = setMark(m, page.first, 0, PAGE);
    m.next[node] = page.id;
  },
);
