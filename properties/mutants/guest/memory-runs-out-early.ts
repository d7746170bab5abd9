import { plant } from "./plant.ts";

/** The page cache is never dropped. */
export const memoryRunsOutEarly = plant({
  name: "memoryRunsOutEarly",
  breaks: "exhausted/nothing-left",
  alsoBreaks: ["confine/shared-first", "pin/refused-with-cause", "misfortune/as-ordered", "settle/plugged"],
  profile: "virtio-mem",
  story: "An allocation fails before idle page cache was given up for it.",
  steps: {
    makeRoom: (m, zones, count) => zones.reduce((sum, zone) => sum + m.steps.roomIn(m, zone), 0) >= count,
  },
});
