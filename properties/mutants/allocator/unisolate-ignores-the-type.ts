import { MOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Every pageblock comes back movable. */
export const unisolateIgnoresTheType = plant(
  {
    name: "unisolateIgnoresTheType",
    breaks: "isolate/given-type",
    profile: "linux",
    story: "Ending an isolation makes the pageblock movable, whatever type was named.",
  },
  "unisolate",
  (m, pageblock) => linuxSteps.unisolate(m, pageblock, MOVABLE),
);
