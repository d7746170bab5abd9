import { honest, plant } from "./plant.ts";

/** The ranges of neighbours share a block. */
export const partitionsOverlapByABlock = plant({
  name: "partitionsOverlapByABlock",
  breaks: "partition/whole",
  alsoBreaks: ["block/zone", "partition/unplug-only-free", "settle/no-half-partition"],
  profile: "hotmem",
  story: "All partitions but the first begin one block too early, so that each takes the last block of the one before.",
  needs: { partitionBlocks: 2 },
  steps: {
    firstBlockOf: (m, partition) => honest.firstBlockOf(m, partition) - (partition > 0 ? 1 : 0),
  },
});
