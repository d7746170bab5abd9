import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The last processor is not drained. */
export const drainForgetsOneList = plant(
  {
    name: "drainForgetsOneList",
    breaks: "count/per-cpu",
    alsoBreaks: ["offline/finishes", "contig/no-spurious-busy", "allocate/isolated", "migrate/isolated-target"],
    profile: "any",
    story: "A loop over processors ends one too early.",
    needs: { perCpuLists: { high: frames(6), batch: frames(2), maxOrder: order(0) } },
  },
  "drainCpu",
  (m, cpu, zone) => {
    if (cpu !== m.geometry.cpus - 1) linuxSteps.drainCpu(m, cpu, zone);
  },
);
