import { slot } from "../../../model/device/reference/policy.ts";
import { plant } from "./plant.ts";

/** The driver is asked for memory and given nowhere to plug it. */
export const unplugAllZeroesUsableRegion = plant({
  name: "unplugAllZeroesUsableRegion",
  breaks: "usable/covers-requested",
  profile: "spec",
  story:
    "UNPLUG_ALL sets the usable region to 0 although memory is still requested, and nothing can be plugged until the host resizes again. Firecracker, by reading its code.",
  policy: slot,
  steps: {
    shrinkUsable(device) {
      device.usable = 0n;
    },
  },
});
