import { plant } from "./plant.ts";

/** The interrupt is lost. */
export const resizesAreNotNoticed = plant({
  name: "resizesAreNotNoticed",
  breaks: "settle/plugged",
  alsoBreaks: ["settle/unplugged", "reclaim/exact"],
  profile: "virtio-mem",
  story: "A configuration interrupt that comes while the worker sleeps does not wake it.",
  steps: {
    notifyDriver(m) {
      m.driver.worker.stale = true;
    },
  },
});
