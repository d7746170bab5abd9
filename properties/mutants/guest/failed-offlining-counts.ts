import { honest, plant } from "./plant.ts";

/** Attempts are counted as successes. */
export const failedOffliningCounts = plant({
  name: "failedOffliningCounts",
  breaks: "cost/offlined",
  profile: "virtio-mem",
  story: "A block that stayed online counts as one that went offline.",
  steps: {
    offlineFailed(m) {
      m.meter.offlined++;
      honest.offlineFailed(m);
    },
  },
});
