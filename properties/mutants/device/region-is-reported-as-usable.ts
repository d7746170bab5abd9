import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** The region grows and shrinks. */
export const regionIsReportedAsUsable = plant({
  name: "regionIsReportedAsUsable",
  breaks: "config/constant",
  profile: "spec",
  story: "The region_size field follows the usable region, though drivers read it once and size their tables by it.",
  steps: {
    readConfig: (device) => ({ ...honestSteps.readConfig(device), region: device.usable }),
  },
});
