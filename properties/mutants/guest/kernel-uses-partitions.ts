import { BOOT, PRIVATE } from "../../../model/guest/reference/machine.ts";
import { plant } from "./plant.ts";

/** Slab and page tables in a partition. */
export const kernelUsesPartitions = plant({
  name: "kernelUsesPartitions",
  breaks: "confine/kernel",
  alsoBreaks: ["place/kernel-zones"],
  profile: "hotmem",
  story: "Partition zones are in the zonelists of kernel allocations, before boot memory.",
  steps: {
    zonesForKernel: (m) => [...[...m.partitions.keys()].map((at) => PRIVATE + at), BOOT],
  },
});
