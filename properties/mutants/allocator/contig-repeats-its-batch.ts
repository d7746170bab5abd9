import type { Page } from "../../../model/allocator/reference/memory.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Pages count per pass instead of per step. */
export const contigRepeatsItsBatch = plant(
  {
    name: "contigRepeatsItsBatch",
    breaks: "migrate/batch",
    profile: "linux",
    story: "alloc_contig_range fills its batch with pages that moved already, so that a step has no bound.",
  },
  "contigBatch",
  (m, range) => {
    const batch = linuxSteps.contigBatch(m, range);
    return batch.length === 0 ? batch : Array.from({ length: 33 }, (_, i) => batch[i % batch.length] as Page);
  },
);
