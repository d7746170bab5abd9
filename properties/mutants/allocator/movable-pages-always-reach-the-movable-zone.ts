import { MOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** __GFP_MOVABLE is taken for the right to the movable zone. */
export const movablePagesAlwaysReachTheMovableZone = plant(
  {
    name: "movablePagesAlwaysReachTheMovableZone",
    breaks: "allocate/reach",
    alsoBreaks: ["migrate/zone"],
    profile: "any",
    story: "A movable request that may not use the movable zone (no __GFP_HIGHMEM) is served from it.",
  },
  "mayUseZone",
  (m, zone, request) => (request.type === MOVABLE ? m.present[zone] !== 0 : linuxSteps.mayUseZone(m, zone, request)),
);
