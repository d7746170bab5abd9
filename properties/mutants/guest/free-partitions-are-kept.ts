import { honest, plant } from "./plant.ts";

/** Nothing is given back before somebody dies of hunger. */
export const freePartitionsAreKept = plant({
  name: "freePartitionsAreKept",
  breaks: "settle/unplugged",
  alsoBreaks: ["reclaim/exact"],
  profile: "virtio-mem",
  story: "A free partition that was used once stays, because it might be wanted again soon.",
  steps: {
    isReclaimable: (m, partition) => honest.isReclaimable(m, partition) && m.partitions[partition]?.fresh === true,
  },
});
