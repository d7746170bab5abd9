import { BOOT, SHARED } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** File pages go to boot memory first. */
export const sharedMemoryComesLast = plant({
  name: "sharedMemoryComesLast",
  breaks: "confine/shared-first",
  profile: "hotmem",
  story: "File pages of assigned processes go to boot memory while the shared partition has room.",
  steps: {
    zonesForFile: (m, process, fault) =>
      process.partition < 0 ? honest.zonesForFile(m, process, fault) : [BOOT, SHARED],
  },
});
