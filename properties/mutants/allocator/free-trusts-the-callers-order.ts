import { headOf, markAt } from "../../../model/allocator/reference/frames.ts";
import { kindOf, NONE, PAGE } from "../../../model/allocator/reference/numbers.ts";
import { plant } from "./plant.ts";

/** Whoever frees a page is believed about its size. */
export const freeTrustsTheCallersOrder = plant(
  {
    name: "freeTrustsTheCallersOrder",
    breaks: "release/wrong-size",
    profile: "any",
    story: "A free with the wrong order, or of a tail page, is accepted as long as the frame is in use.",
  },
  "acceptsFree",
  (m, pfn) => {
    const head = headOf(m, pfn);
    return head !== NONE && kindOf(markAt(m, head)) === PAGE;
  },
);
