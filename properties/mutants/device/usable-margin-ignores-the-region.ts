import { blockSize } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** The driver is invited to plug what is not there. */
export const usableMarginIgnoresTheRegion = plant({
  name: "usableMarginIgnoresTheRegion",
  breaks: "usable/inside-region",
  profile: "spec",
  story: "The usable region is the requested size and a margin, also when the region ends before that.",
  steps: {
    growUsable(device) {
      const usable = device.requested + 3n * blockSize(device);
      if (usable > device.usable) device.usable = usable;
    },
  },
});
