import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The wrong errno. */
export const addAnswersBusy = plant(
  {
    name: "addAnswersBusy",
    breaks: "block/reason",
    profile: "linux",
    story: "Adding a block that exists fails with EBUSY instead of EEXIST.",
  },
  "refusesAdd",
  (m, block) => (linuxSteps.refusesAdd(m, block) === null ? null : "busy"),
);
