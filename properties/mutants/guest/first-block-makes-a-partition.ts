import { honest, plant } from "./plant.ts";

/** A partition is free when its first block is online. */
export const firstBlockMakesAPartition = plant({
  name: "firstBlockMakesAPartition",
  breaks: "partition/whole",
  alsoBreaks: ["attach/free-populated"],
  profile: "hotmem",
  story: "Waiters are notified when the first block of a partition is online, not when it is populated as a whole.",
  needs: { partitionBlocks: 2 },
  steps: {
    growPartition(m, partition) {
      if (partition >= 0 && m.steps.pluggedOf(m, partition) > 0 && m.driver.worker.phase === "begin") {
        m.steps.populated(m, partition);
      } else honest.growPartition(m, partition);
    },
  },
});
