import { MOVABLE_ZONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A block that was movable once cannot come back. */
export const blocksGoOnlineOnce = plant(
  {
    name: "blocksGoOnlineOnce",
    breaks: "block/no-spurious-refusal",
    alsoBreaks: ["block/reason"],
    profile: "any",
    story: "The old zone of an offline block is taken for its present one.",
  },
  "refusesOnline",
  (m, block) => (m.blockZone[block] === MOVABLE_ZONE ? "invalid" : linuxSteps.refusesOnline(m, block)),
);
