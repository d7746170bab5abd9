import { plant } from "./plant.ts";

/** An observer sees users that nobody told of. */
export const threadsAreCountedSilently = plant({
  name: "threadsAreCountedSilently",
  breaks: "observed/partitions",
  alsoBreaks: ["partition/users"],
  profile: "virtio-mem",
  story: "A new thread adds to partition_users, and nothing is told until the next change.",
  steps: {
    startThread(m, { partition }) {
      const used = m.partitions[partition];
      if (used !== undefined) used.users++;
    },
  },
});
