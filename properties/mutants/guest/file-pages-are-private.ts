import { BOOT, PRIVATE, SHARED } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** The page cache lies with who fills it. */
export const filePagesArePrivate = plant({
  name: "filePagesArePrivate",
  breaks: "confine/files",
  alsoBreaks: ["partition/drains-while-held", "files/one-copy"],
  profile: "hotmem",
  story: "File pages are placed in the private partition of the process that faults them first, and outlive it there.",
  steps: {
    zonesForFile: (m, process, fault) =>
      process.partition < 0 ? honest.zonesForFile(m, process, fault) : [PRIVATE + process.partition, SHARED, BOOT],
  },
});
