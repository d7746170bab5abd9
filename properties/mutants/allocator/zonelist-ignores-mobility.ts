import { MOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Kernel memory may come from the movable zone. */
export const zonelistIgnoresMobility = plant(
  {
    name: "zonelistIgnoresMobility",
    breaks: "allocate/movable-zone",
    alsoBreaks: ["allocate/reach"],
    profile: "any",
    story: "Requests that are not movable use every populated zone.",
  },
  "mayUseZone",
  (m, zone, request) => (request.type === MOVABLE ? linuxSteps.mayUseZone(m, zone, request) : m.present[zone] !== 0),
);
