import { isSick } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A frame is poisoned once more. */
export const poisonIsReportedAgain = plant(
  {
    name: "poisonIsReportedAgain",
    breaks: "poison/answer",
    profile: "any",
    story: "A second report about the same frame counts as a new one.",
  },
  "poison",
  (m, pfn) => {
    const was = linuxSteps.poison(m, pfn);
    return was === "ignored" && isSick(m, pfn) ? "free" : was;
  },
);
