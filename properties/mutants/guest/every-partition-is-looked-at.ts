import { honest, plant } from "./plant.ts";

/** The work grows with the number of partitions that the guest has. */
export const everyPartitionIsLookedAt = plant({
  name: "everyPartitionIsLookedAt",
  breaks: "reclaim/steps",
  profile: "hotmem",
  story: "Before each block of a free partition the driver waits for a grace period per partition of the guest.",
  needs: { partitions: 8 },
  steps: {
    begin(m) {
      const { worker } = m.driver;
      const waits = m.layout.partitions * 4;
      worker.want = worker.partition >= 0 && worker.want < waits ? worker.want + 1 : 0;
      if (worker.want === 0) honest.begin(m);
    },
  },
});
