import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** HotMem's driver does what virtio-mem's does. */
export const partitionsAreIsolatedFirst = plant({
  name: "partitionsAreIsolatedFirst",
  breaks: "partition/unplug-moves-nothing",
  alsoBreaks: ["reclaim/no-zeroing", "driver/valid-range", "block/handed-over-once"],
  profile: "hotmem",
  story: "A free partition is isolated with alloc_contig_range before it goes offline, which zeroes every frame of it.",
  needs: { initOnAlloc: true },
  steps: {
    beginUnplugging(m, partition) {
      const { firstBlockOf, endBlockOf } = m.steps;
      const { first, blockFrames } = m.layout;
      for (let block = firstBlockOf(m, partition); block < endBlockOf(m, partition); block++) {
        const range = extent(first + block * blockFrames, blockFrames);
        if (m.steps.isolate(m, range) === "done") m.steps.giveBack(m, range);
      }
      honest.beginUnplugging(m, partition);
    },
  },
});
