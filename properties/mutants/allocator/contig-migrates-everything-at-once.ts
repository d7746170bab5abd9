import { endOf, migratable } from "../../../model/allocator/reference/contig.ts";
import { plant } from "./plant.ts";

/** One step moves the whole range. */
export const contigMigratesEverythingAtOnce = plant(
  {
    name: "contigMigratesEverythingAtOnce",
    breaks: "migrate/batch",
    profile: "linux",
    story: "alloc_contig_range does not stop at 32 pages, so that nothing else runs meanwhile.",
  },
  "contigBatch",
  (m, range) => migratable(m, range.first, endOf(range), Number.POSITIVE_INFINITY),
);
