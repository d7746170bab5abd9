import { plant } from "./plant.ts";

/** The driver does not note what was unplugged. */
export const recordsOfUnplugAreLost = plant({
  name: "recordsOfUnplugAreLost",
  breaks: "driver/request-fits",
  alsoBreaks: [
    "observed/plugged",
    "observed/blocks",
    "settle/unplugged",
    "settle/bounded",
    "driver/never-broken",
    "block/handed-over-once",
  ],
  profile: "virtio-mem",
  story: "After UNPLUG the bits of the subblocks stay set in the driver's own bitmap.",
  mechanism: "virtio-mem",
  steps: {
    noteUnplugged(m, _first, count) {
      m.driver.worker.plugged -= count;
    },
  },
});
