import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Writing drops one bit. */
export const contentLosesItsLowestBit = plant(
  {
    name: "contentLosesItsLowestBit",
    breaks: "content/kept",
    alsoBreaks: ["migrate/content", "migrate/failure"],
    profile: "any",
    story: "A page does not keep what was written to it.",
  },
  "writeTag",
  (m, page, tag) => linuxSteps.writeTag(m, page, tag & ~1),
);
