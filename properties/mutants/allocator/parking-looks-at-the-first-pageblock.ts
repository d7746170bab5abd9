import { ISOLATE } from "../../../model/allocator/reference/numbers.ts";
import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** A page that begins outside an isolated pageblock is parked with the isolated frames it ends with. */
export const parkingLooksAtTheFirstPageblock = plant(
  {
    name: "parkingLooksAtTheFirstPageblock",
    breaks: "allocate/isolated",
    alsoBreaks: ["count/free", "count/per-cpu", "lists/isolated", "contig/no-spurious-busy", "offline/finishes"],
    profile: "any",
    story: "A freed page larger than a pageblock is parked by the type of its first pageblock alone.",
    needs: { perCpuLists: { high: frames(8), batch: frames(2), maxOrder: order(2) }, pageblockOrder: order(1) },
  },
  "bypassesParking",
  (m, pfn) => m.steps.typeOfFreed(m, pfn) === ISOLATE,
);
