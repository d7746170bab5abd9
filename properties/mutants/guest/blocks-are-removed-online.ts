import { plant } from "./plant.ts";

/** No block ever goes offline. */
export const blocksAreRemovedOnline = plant({
  name: "blocksAreRemovedOnline",
  breaks: "block/transitions",
  alsoBreaks: ["driver/exclusive"],
  profile: "virtio-mem",
  story: "An empty block is removed without having been offline (try_remove_memory answers -EBUSY for good reason).",
  steps: {
    offline(m) {
      const { worker } = m.driver;
      if (m.steps.takeBlock(m, worker.block) !== "done") m.steps.offlineFailed(m);
      else m.steps.remove(m);
    },
  },
});
