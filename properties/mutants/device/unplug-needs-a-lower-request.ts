import { unplug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** Memory can only be returned on demand. */
export const unplugNeedsALowerRequest = plant({
  name: "unplugNeedsALowerRequest",
  breaks: "unplug/error-has-cause",
  profile: "uapi",
  story:
    "UNPLUG is answered ERROR unless more is plugged than requested, though a driver may give back memory whenever it likes.",
  steps: {
    unplug(works, range) {
      return works.device.plugged <= works.device.requested ? "error" : unplug(works, range);
    },
  },
});
