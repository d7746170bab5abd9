import { ONLINE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The state is not checked. */
export const onlineBlocksCanBeRemoved = plant(
  {
    name: "onlineBlocksCanBeRemoved",
    breaks: "remove/offline-only",
    profile: "any",
    story: "try_remove_memory does not look whether the block is offline.",
  },
  "refusesRemove",
  (m, block) => (m.blockState[block] === ONLINE ? null : linuxSteps.refusesRemove(m, block)),
);
