import { fillTags } from "../../../model/allocator/reference/tags.ts";
import { plant } from "./plant.ts";

/** What lies behind the first pageblock keeps what its last owner wrote. */
export const contigZeroesItsFirstPageblock = plant(
  {
    name: "contigZeroesItsFirstPageblock",
    breaks: "zero/fresh",
    profile: "any",
    story: "init_on_alloc clears only the first pageblock of a contiguous range, and counts the whole of it.",
    needs: { initOnAlloc: true },
  },
  "prepareRange",
  (m, range) => {
    if (!m.geometry.initOnAlloc) return 0;
    fillTags(m, range.first, 2 ** m.pageblockOrder, 0);
    return range.count;
  },
);
