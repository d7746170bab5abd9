import { UNUSED } from "../../../model/guest/reference/driver/driver.ts";
import { honest, plant } from "./plant.ts";

/** Added memory piles up. */
export const everyPartitionIsAddedAtOnce = plant({
  name: "everyPartitionIsAddedAtOnce",
  breaks: "driver/offline-threshold",
  profile: "virtio-mem",
  story:
    "Blocks are added without end before the first of them comes online; their memory maps eat what is there (virtio_mem_could_add_memory).",
  needs: { partitionBlocks: 10 },
  steps: {
    mayAdd: () => true,
    growPartition(m, partition) {
      const { state } = m.driver.blocks;
      const end = m.steps.endBlockOf(m, partition);
      for (let block = m.steps.firstBlockOf(m, partition); block < end; block++) {
        if (state[block] !== UNUSED) continue;
        return m.steps.preparePlug(m, block, m.layout.first + block * m.layout.blockFrames, m.layout.blockFrames);
      }
      honest.growPartition(m, partition);
    },
    add(m) {
      honest.add(m);
      if (m.driver.worker.phase === "online") m.driver.worker.phase = "begin";
    },
  },
});
