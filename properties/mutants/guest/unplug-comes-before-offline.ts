import { honest, plant } from "./plant.ts";

/** Memory is given up while the guest still uses it. */
export const unplugComesBeforeOffline = plant({
  name: "unplugComesBeforeOffline",
  breaks: "driver/exclusive",
  alsoBreaks: ["block/transitions", "place/usable-frames"],
  profile: "virtio-mem",
  story: "The host is asked to take a block that is still online; it goes offline afterwards.",
  steps: {
    shrinkPartition(m, partition) {
      const { worker } = m.driver;
      honest.shrinkPartition(m, partition);
      if (worker.phase !== "offline") return;
      const { blockFrames, first } = m.layout;
      m.steps.prepareUnplug(m, worker.block, first + worker.block * blockFrames, blockFrames);
    },
  },
});
