import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Writing keeps the low byte. */
export const contentIsCutToEightBits = plant(
  {
    name: "contentIsCutToEightBits",
    breaks: "content/kept",
    alsoBreaks: ["migrate/content", "migrate/failure"],
    profile: "any",
    story: "A page does not keep what was written to it.",
  },
  "writeTag",
  (m, page, tag) => linuxSteps.writeTag(m, page, tag & 0xff),
);
