import { drainZone } from "../../../model/allocator/reference/percpu.ts";
import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Per-CPU lists are emptied and go on filling. */
export const offlineDrainsOnlyOnce = plant(
  {
    name: "offlineDrainsOnlyOnce",
    breaks: "count/per-cpu",
    profile: "any",
    story: "Offlining drains the per-CPU lists once instead of switching them off (9683182612214).",
    needs: { perCpuLists: { high: frames(6), batch: frames(2), maxOrder: order(0) } },
  },
  "stopParking",
  (m, zone) => {
    drainZone(m, zone);
  },
);
