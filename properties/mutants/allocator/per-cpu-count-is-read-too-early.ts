import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { ZONES } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The count of a per-CPU list lags behind. */
export const perCpuCountIsReadTooEarly = plant(
  {
    name: "perCpuCountIsReadTooEarly",
    breaks: "lists/counted",
    alsoBreaks: ["count/free", "count/per-cpu"],
    profile: "any",
    story: "The count of a per-CPU list is read outside its lock (66eca1021a42).",
    needs: { perCpuLists: { high: frames(6), batch: frames(2), maxOrder: order(0) } },
  },
  "park",
  (m, pfn, size, cpu) => {
    const parked = linuxSteps.park(m, pfn, size, cpu);
    const zone = zoneOf(m, pfn);
    const set = cpu * ZONES + zone;
    if (!parked || m.parked[set] === 0) return parked;
    m.parked[set] = (m.parked[set] as number) - 1;
    m.free[zone] = (m.free[zone] as number) + 1;
    return true;
  },
);
