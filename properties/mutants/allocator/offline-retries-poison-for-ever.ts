import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A poisoned frame is waited for. */
export const offlineRetriesPoisonForEver = plant(
  {
    name: "offlineRetriesPoisonForEver",
    breaks: "offline/finishes",
    profile: "any",
    story: "Offlining does not skip poisoned frames and never ends (b15c87263a69).",
  },
  "offlineTest",
  (m, block) => m.sickFrames[block] === 0 && linuxSteps.offlineTest(m, block),
);
