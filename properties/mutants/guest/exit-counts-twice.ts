import { honest, plant } from "./plant.ts";

/** One process ends, two are subtracted. */
export const exitCountsTwice = plant({
  name: "exitCountsTwice",
  breaks: "partition/users",
  alsoBreaks: ["partition/transitions", "partition/unplug-only-free"],
  profile: "hotmem",
  story: "The last reference to an address space and the end of its last thread both take one from partition_users.",
  steps: {
    leavePartition(m, process) {
      const { partition } = process;
      honest.leavePartition(m, process);
      if (partition >= 0 && (m.partitions[partition]?.users ?? 0) > 0) m.steps.dropUser(m, partition);
    },
  },
});
