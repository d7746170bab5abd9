import { plant } from "./plant.ts";

/** A fraction of a partition is unplugged as a whole one. */
export const requestsAreRoundedUp = plant({
  name: "requestsAreRoundedUp",
  breaks: "driver/never-overshoots",
  alsoBreaks: ["reclaim/exact"],
  profile: "virtio-mem",
  story: "The number of partitions to unplug is rounded up, so that the guest has less than the host wants.",
  steps: {
    partitionsToUnplug({ driver, layout }) {
      const { requested, plugged } = driver.worker;
      return layout.partitions === 0 ? 0 : Math.max(0, Math.ceil((plugged - requested) / layout.rated));
    },
  },
});
