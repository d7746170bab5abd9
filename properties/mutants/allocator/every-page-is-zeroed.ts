import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** init_on_alloc is always on. */
export const everyPageIsZeroed = plant(
  {
    name: "everyPageIsZeroed",
    breaks: "zero/unasked",
    profile: "linux",
    story: "Each allocation is zeroed whether or not anybody asked: work the caller pays for.",
  },
  "prepare",
  (m, page) => linuxSteps.prepare(m, page, true),
);
