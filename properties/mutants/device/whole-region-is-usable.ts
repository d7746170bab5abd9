import { honestSteps } from "../../../model/device/reference/honest.ts";
import { regionSize } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** Blocks are plugged where the driver was told there is nothing. */
export const wholeRegionIsUsable = plant({
  name: "wholeRegionIsUsable",
  breaks: "plug/invalid-range",
  alsoBreaks: ["unplug/invalid-range", "state/invalid-range"],
  profile: "spec",
  story: "Ranges are compared with the region instead of with its usable part.",
  steps: {
    locate: (device, range) => honestSteps.locate({ ...device, usable: regionSize(device) }, range),
  },
});
