import { MOVABLE_ZONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The target may lie in any zone. */
export const migrationAlwaysReachesTheMovableZone = plant(
  {
    name: "migrationAlwaysReachesTheMovableZone",
    breaks: "migrate/zone",
    alsoBreaks: ["hold/longterm-place"],
    profile: "any",
    story: "A page of a request that had to stay in the normal zone migrates to the movable zone.",
  },
  "migrationTarget",
  (m, page, type) => linuxSteps.migrationTarget(m, page, type, MOVABLE_ZONE),
);
