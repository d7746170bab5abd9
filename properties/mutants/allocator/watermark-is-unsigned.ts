import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { frames } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** A negative number of usable frames passes for a huge one. */
export const watermarkIsUnsigned = plant(
  {
    name: "watermarkIsUnsigned",
    breaks: "allocate/watermark",
    profile: "linux",
    story: "The watermark check compares as unsigned, so that usable frames below zero pass (9282012fc0aa).",
    needs: { watermarks: { min: frames(3), lowmemReserve: frames(2) } },
  },
  "watermarkOk",
  (m, zone, request) => {
    const marks = m.geometry.watermarks;
    const usable = (m.free[zone] as number) - (2 ** request.order - 1) - (m.freeCma[zone] as number);
    return (usable < 0 && marks !== null) || linuxSteps.watermarkOk(m, zone, request);
  },
);
