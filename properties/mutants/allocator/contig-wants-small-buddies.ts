import { eachHead } from "../../../model/allocator/reference/frames.ts";
import { orderOf } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A buddy larger than a pageblock is taken for one that straddles. */
export const contigWantsSmallBuddies = plant(
  {
    name: "contigWantsSmallBuddies",
    breaks: "contig/no-spurious-busy",
    profile: "any",
    story: "alloc_contig_range fails on a free range because a free buddy in it spans several pageblocks.",
  },
  "rangeIsFree",
  (m, first, end) =>
    linuxSteps.rangeIsFree(m, first, end) && eachHead(m, first, end, (_, mark) => orderOf(mark) <= m.pageblockOrder),
);
