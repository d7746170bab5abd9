import { anySick } from "../../../model/allocator/reference/frames.ts";
import { plant } from "./plant.ts";

/** The reference count is not compared. */
export const migrationIgnoresReferences = plant(
  {
    name: "migrationIgnoresReferences",
    breaks: "migrate/referenced",
    profile: "any",
    story: "A pinned page migrates, and whoever pinned it goes on with the old frames.",
  },
  "mayMigrate",
  (m, page) => page.movable && !page.lost && !anySick(m, page.first, 2 ** page.order),
);
