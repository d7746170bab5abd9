import { eachHead } from "../../../model/allocator/reference/frames.ts";
import { FREE, kindOf, PAGE } from "../../../model/allocator/reference/numbers.ts";
import { plant } from "./plant.ts";

/** Pages that did not migrate are taken with the rest. */
export const contigTakesPinnedPages = plant(
  {
    name: "contigTakesPinnedPages",
    breaks: "contig/free",
    alsoBreaks: ["allocate/disjoint"],
    profile: "any",
    story: "alloc_contig_range does not test whether its range is free after migrating.",
  },
  "rangeIsFree",
  (m, first, end) => eachHead(m, first, end, (_, mark) => kindOf(mark) === FREE || kindOf(mark) === PAGE),
);
