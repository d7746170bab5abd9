import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The reference taken for the attempt is not dropped. */
export const refusedPinKeepsItsReference = plant(
  {
    name: "refusedPinKeepsItsReference",
    breaks: "hold/failure-leaves-nothing",
    alsoBreaks: ["count/free", "lists/one-place", "hold/longterm-place", "hold/granted"],
    profile: "any",
    story: "A long-term pin that is refused leaves its reference behind, so that the page is never freed.",
  },
  "letGo",
  (m, page) => {
    if (page.released || page.references !== 1) linuxSteps.letGo(m, page);
  },
);
