import { honest, plant } from "./plant.ts";

/** The number of the partition is lost, its count is kept. */
export const execForgetsThePartition = plant({
  name: "execForgetsThePartition",
  breaks: "confine/anonymous",
  alsoBreaks: ["partition/users", "partition/transitions", "confine/files"],
  profile: "hotmem",
  story:
    "exec makes a new memory descriptor without the partition id, and nobody subtracts the old one from partition_users.",
  steps: {
    keepsAtExec: () => false,
    leavePartition(m, process) {
      if (m.society.things.has(process.handle)) process.partition = -1;
      else honest.leavePartition(m, process);
    },
  },
});
