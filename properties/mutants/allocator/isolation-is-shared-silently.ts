import { ISOLATE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Isolating twice succeeds twice. */
export const isolationIsSharedSilently = plant(
  {
    name: "isolationIsSharedSilently",
    breaks: "isolate/exclusive",
    profile: "any",
    story: "A pageblock that somebody isolated is isolated by somebody else, who will end it for both.",
  },
  "isolate",
  (m, pageblock, by) => m.pageblockType[pageblock] === ISOLATE || linuxSteps.isolate(m, pageblock, by),
);
