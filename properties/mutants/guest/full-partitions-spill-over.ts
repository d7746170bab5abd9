import { BOOT, PRIVATE } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** An exhausted partition borrows from boot memory. */
export const fullPartitionsSpillOver = plant({
  name: "fullPartitionsSpillOver",
  breaks: "confine/anonymous",
  profile: "hotmem",
  story: "An anonymous fault that finds the partition full falls back to the next zone of the zonelist.",
  steps: {
    zonesForAnonymous: (m, process) =>
      process.partition < 0 ? honest.zonesForAnonymous(m, process) : [PRIVATE + process.partition, BOOT],
  },
});
