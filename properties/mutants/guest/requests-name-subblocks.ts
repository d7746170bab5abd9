import { honest, plant } from "./plant.ts";

/** One block, many requests. */
export const requestsNameSubblocks = plant({
  name: "requestsNameSubblocks",
  breaks: "reclaim/requests",
  profile: "hotmem",
  story:
    "The memory of a partition is unplugged subblock by subblock, as Linux's driver does, instead of block by block.",
  steps: {
    shrinkPartition(m, partition) {
      honest.shrinkPartition(m, partition);
      const { worker } = m.driver;
      if (worker.phase === "send") worker.count = m.layout.subblockFrames;
    },
    unplugAcked(m) {
      const { worker } = m.driver;
      const rest = m.layout.first + (worker.block + 1) * m.layout.blockFrames - worker.first - worker.count;
      if (rest === 0) return honest.unplugAcked(m);
      m.steps.noteUnplugged(m, worker.first, worker.count);
      m.steps.prepareUnplug(m, worker.block, worker.first + worker.count, m.layout.subblockFrames);
    },
  },
});
