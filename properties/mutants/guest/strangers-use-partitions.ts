import { decided } from "../../../model/guest/options.ts";
import { PRIVATE } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** Partitions are in everybody's zonelist. */
export const strangersUsePartitions = plant({
  name: "strangersUsePartitions",
  breaks: "confine/unassigned",
  alsoBreaks: ["block/taken-unused"],
  profile: "hotmem",
  story: "A process that left its partition by exec is served from any partition that has free frames.",
  needs: { guest: { ...decided, exec: "drops" } },
  steps: {
    zonesForAnonymous: (m, process) =>
      process.partition >= 0
        ? honest.zonesForAnonymous(m, process)
        : [...m.partitions.keys()].map((at) => PRIVATE + at),
  },
});
