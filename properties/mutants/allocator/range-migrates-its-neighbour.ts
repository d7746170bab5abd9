import { endOf, migratable } from "../../../model/allocator/reference/contig.ts";
import { plant } from "./plant.ts";

/** The scan runs one pageblock too far. */
export const rangeMigratesItsNeighbour = plant(
  {
    name: "rangeMigratesItsNeighbour",
    breaks: "migrate/source",
    alsoBreaks: ["migrate/isolated-target"],
    profile: "any",
    story: "alloc_contig_range migrates pages behind the end of its range.",
  },
  "contigBatch",
  (m, range) =>
    migratable(
      m,
      range.first,
      Math.min(endOf(range) + 2 ** m.pageblockOrder, (1 + (range.first >>> m.blockShift)) << m.blockShift),
      32,
    ),
);
