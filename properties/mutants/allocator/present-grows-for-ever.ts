import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Offlining does not reduce present. */
export const presentGrowsForEver = plant(
  {
    name: "presentGrowsForEver",
    breaks: "count/present",
    profile: "any",
    story: "present_pages is added to and never subtracted from.",
  },
  "adjustPresent",
  (m, zone, frames) => linuxSteps.adjustPresent(m, zone, Math.max(0, frames)),
);
