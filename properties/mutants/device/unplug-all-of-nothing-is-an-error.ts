import { unplugAll } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** A driver that starts with a clean slate is refused. */
export const unplugAllOfNothingIsAnError = plant({
  name: "unplugAllOfNothingIsAnError",
  breaks: "unplug-all/ack-or-busy",
  profile: "uapi",
  story: "UNPLUG_ALL is answered ERROR when nothing is plugged, as UNPLUG would be.",
  steps: {
    unplugAll(works) {
      return works.device.plugged === 0n ? "error" : unplugAll(works);
    },
  },
});
