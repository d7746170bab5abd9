import { unplugAll } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** Nothing is plugged, and plugged_size is not 0. */
export const unplugAllForgetsTheSize = plant({
  name: "unplugAllForgetsTheSize",
  breaks: "unplug-all/empties",
  profile: "spec",
  story: "UNPLUG_ALL clears the bitmap and leaves plugged_size alone.",
  steps: {
    unplugAll(works) {
      const { plugged } = works.device;
      const said = unplugAll(works);
      works.device.plugged = plugged;
      return said;
    },
  },
});
