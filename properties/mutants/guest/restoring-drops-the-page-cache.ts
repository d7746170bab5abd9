import { BOOT, SHARED } from "../../../model/guest/reference/machine.ts";
import { plant } from "./plant.ts";

/** A restored guest finds less than was saved. */
export const restoringDropsThePageCache = plant({
  name: "restoringDropsThePageCache",
  breaks: "host/acts-alone",
  profile: "virtio-mem",
  story: "The page cache is thrown away when a machine is saved, although the guest did not ask for that.",
  steps: {
    restoreMachine(m) {
      for (let zone = BOOT; zone <= SHARED; zone++) m.steps.dropIn(m, zone, Number.MAX_SAFE_INTEGER);
    },
  },
});
