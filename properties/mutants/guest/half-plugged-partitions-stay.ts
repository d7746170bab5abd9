import { honest, plant } from "./plant.ts";

/** A partition that cannot be finished is left as it is. */
export const halfPluggedPartitionsStay = plant({
  name: "halfPluggedPartitionsStay",
  breaks: "settle/no-half-partition",
  alsoBreaks: ["settle/unplugged", "settle/plugged"],
  profile: "hotmem",
  story: "When the host lowers the size while a partition is being plugged, the driver just stops.",
  steps: {
    resume(m) {
      const { worker } = m.driver;
      const { partition } = worker;
      const plugging = partition >= 0 && m.steps.partitionState(m, partition) === "plugging";
      if (!plugging || m.steps.fitsFinished(m, partition)) return honest.resume(m);
      m.steps.finish(m, "done");
      return true;
    },
  },
});
