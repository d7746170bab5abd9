import { plant } from "./plant.ts";

/** A child uses its parent's partition uncounted. */
export const forkIsNotCounted = plant({
  name: "forkIsNotCounted",
  breaks: "partition/users",
  alsoBreaks: ["partition/transitions", "partition/unplug-only-free"],
  profile: "hotmem",
  story: "A fork does not add to partition_users, so that the partition counts as free while the child lives.",
  steps: {
    inheritPartition(_m, parent, child) {
      child.partition = parent.partition;
    },
  },
});
