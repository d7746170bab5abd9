import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** One frame is cleared, whatever the order. */
export const onlyTheFirstFrameIsZeroed = plant(
  {
    name: "onlyTheFirstFrameIsZeroed",
    breaks: "zero/counted",
    profile: "any",
    story: "post_alloc_hook clears one frame of a larger page.",
  },
  "prepare",
  (m, page, zero) => Math.min(1, linuxSteps.prepare(m, page, zero)),
);
