import { plant } from "./plant.ts";

/** A partition is populated behind everybody's back. */
export const pluggingIsNotTold = plant({
  name: "pluggingIsNotTold",
  breaks: "partition/transitions",
  profile: "hotmem",
  story: "A partition stays empty while it is being plugged, and is free all of a sudden.",
  steps: {
    beginPlugging(m, partition) {
      m.driver.worker.partition = partition;
      m.steps.growPartition(m, partition);
    },
  },
});
