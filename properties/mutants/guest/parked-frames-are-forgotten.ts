import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Per-CPU lists are not drained. */
export const parkedFramesAreForgotten = plant({
  name: "parkedFramesAreForgotten",
  breaks: "settle/unplugged",
  alsoBreaks: ["reclaim/exact", "block/no-spurious-failure"],
  profile: "virtio-mem",
  story:
    "A partition stays because frames freed last sit on a processor's list, which offlining does not drain (mm/memory_hotplug.c before commit 9683182612214 drained it once only).",
  needs: { perCpuLists: { high: frames(4), batch: frames(2), maxOrder: order(0) } },
  steps: {
    drainZone() {},
  },
});
