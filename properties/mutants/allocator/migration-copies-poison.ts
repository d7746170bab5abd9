import { plant } from "./plant.ts";

/** A poisoned page is copied like any other. */
export const migrationCopiesPoison = plant(
  {
    name: "migrationCopiesPoison",
    breaks: "migrate/poisoned",
    profile: "any",
    story: "Migration reads a frame with an uncorrectable error.",
  },
  "mayMigrate",
  (_, page) => page.movable && page.references === 0 && !page.lost,
);
