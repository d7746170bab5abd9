import { UNUSED } from "../../../model/guest/reference/driver/driver.ts";
import { frames, order } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** Added memory piles up. */
export const everyPartitionIsAddedAtOnce = plant({
  name: "everyPartitionIsAddedAtOnce",
  breaks: "driver/offline-threshold",
  profile: "virtio-mem",
  story:
    "Blocks are added without end before the first of them comes online; their memory maps eat what is there (virtio_mem_could_add_memory).",
  needs: { sharedFrames: frames(10 * 16), blockFrames: frames(16), pageblockOrder: order(2), maxOrder: order(3) },
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
