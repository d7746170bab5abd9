import { honest, plant } from "./plant.ts";

/** The ranges of neighbours share a block. */
export const partitionsOverlapByABlock = plant({
  name: "partitionsOverlapByABlock",
  breaks: "partition/whole",
  alsoBreaks: ["block/zone", "partition/unplug-only-free", "driver/never-overshoots"],
  profile: "hotmem",
  story: "The end of a partition is one block too far, so that its last block is the first of the next partition.",
  steps: {
    endBlockOf: (m, partition) =>
      honest.endBlockOf(m, partition) + (partition >= 0 && partition + 1 < m.layout.partitions ? 1 : 0),
  },
});
