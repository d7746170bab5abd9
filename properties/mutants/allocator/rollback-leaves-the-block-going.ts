import { GOING_OFFLINE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A cancelled block still shows as going offline. */
export const rollbackLeavesTheBlockGoing = plant(
  {
    name: "rollbackLeavesTheBlockGoing",
    breaks: "block/listed",
    alsoBreaks: ["offline/rollback", "block/no-spurious-refusal", "block/reason", "offline/empty"],
    profile: "any",
    story: "Rolling an offline operation back does not restore the state of the block (memory_block_change_state).",
  },
  "rollback",
  (m, block) => {
    linuxSteps.rollback(m, block);
    m.blockState[block] = GOING_OFFLINE;
  },
);
