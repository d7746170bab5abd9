import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { extent } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Frames that do not exist are freed with those before them. */
export const bootHandsOutTheHole = plant(
  {
    name: "bootHandsOutTheHole",
    breaks: "allocate/holes",
    alsoBreaks: ["lists/one-place", "count/free", "lists/counted"],
    profile: "any",
    story: "Boot memory is handed to the allocator up to the end of the hole in it.",
    needs: { hole: extent(3, 2) },
  },
  "freeRun",
  (m, first, end) => {
    const { hole } = m.geometry;
    linuxSteps.freeRun(m, first, hole !== null && end === hole.first ? end + hole.count : end);
  },
);
