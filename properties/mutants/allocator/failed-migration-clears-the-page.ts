import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A page that cannot move is left cleared. */
export const failedMigrationClearsThePage = plant(
  {
    name: "failedMigrationClearsThePage",
    breaks: "migrate/failure",
    alsoBreaks: ["content/kept"],
    profile: "any",
    story: "Migration fails half way and does not restore the source.",
  },
  "mayMigrate",
  (m, page) => {
    const may = linuxSteps.mayMigrate(m, page);
    if (!may && page.movable && page.references > 0) page.tag = 0;
    return may;
  },
);
