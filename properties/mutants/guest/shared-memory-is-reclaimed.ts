import { NO_PARTITION, SHARED_PARTITION, UNUSED } from "../../../model/guest/reference/driver/driver.ts";
import { honest, plant } from "./plant.ts";

/** The shared partition is given back when nothing else is. */
export const sharedMemoryIsReclaimed = plant({
  name: "sharedMemoryIsReclaimed",
  breaks: "partition/shared-stays",
  alsoBreaks: ["partition/unplug-only-free", "block/taken-unused"],
  profile: "hotmem",
  story: "An unplug request that finds no free partition takes the shared one.",
  steps: {
    planPartitions(m) {
      const { worker } = m.driver;
      const { firstBlockOf, endBlockOf } = m.steps;
      const below = worker.requested === 0 && worker.plugged > 0 && m.steps.pickFree(m) === NO_PARTITION;
      if (!below || worker.partition !== NO_PARTITION || firstBlockOf(m, 0) === 0) return honest.planPartitions(m);
      worker.block = endBlockOf(m, SHARED_PARTITION) - 1;
      if ((m.driver.blocks.state[worker.block] ?? UNUSED) === UNUSED) honest.planPartitions(m);
      else worker.phase = "offline";
    },
    offlineFailed(m) {
      if (m.driver.worker.partition === NO_PARTITION) m.steps.finish(m, "memory-busy");
      else honest.offlineFailed(m);
    },
  },
});
