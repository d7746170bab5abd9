import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { settleTag } from "../../../model/allocator/reference/pages.ts";
import { plant } from "./plant.ts";

/** Frames are exchanged and contents stay behind. */
export const migrationForgetsToCopy = plant(
  {
    name: "migrationForgetsToCopy",
    breaks: "migrate/content",
    profile: "any",
    story: "A page migrates without its contents.",
  },
  "copyContent",
  (m, page) => {
    settleTag(m, page);
    page.tag = NONE;
  },
);
