import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A page counts as moved to where it is. */
export const migrationWithoutMemorySucceeds = plant(
  {
    name: "migrationWithoutMemorySucceeds",
    breaks: "migrate/target",
    profile: "any",
    story: "When there is no memory for the target, the page is reported as moved.",
  },
  "migrateOne",
  (m, page, type, reach) => {
    const to = linuxSteps.migrateOne(m, page, type, reach);
    return to === NONE ? page.first : to;
  },
);
