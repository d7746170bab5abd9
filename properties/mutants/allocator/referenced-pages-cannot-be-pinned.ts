import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A page with a reference is taken for one that has to move. */
export const referencedPagesCannotBePinned = plant(
  {
    name: "referencedPagesCannotBePinned",
    breaks: "hold/granted",
    profile: "any",
    story: "A long-term pin of a page that may stay where it is fails because of an earlier reference.",
  },
  "pinnable",
  (m, page) => page.references <= 1 && linuxSteps.pinnable(m, page),
);
