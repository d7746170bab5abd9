import { unplugAll } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** After BUSY there are plugged blocks that no request can name. */
export const refusedUnplugAllShrinksUsable = plant({
  name: "refusedUnplugAllShrinksUsable",
  breaks: "usable/covers-plugged",
  profile: "spec",
  story: "UNPLUG_ALL shrinks the usable region first and finds out afterwards that it has to wait.",
  steps: {
    unplugAll(works) {
      const { device, policy, steps } = works;
      steps.shrinkUsable(device, policy);
      return unplugAll(works);
    },
  },
});
