import { unplug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** A driver that lost track is not told. */
export const unplugIsIdempotent = plant({
  name: "unplugIsIdempotent",
  breaks: "unplug/already-unplugged",
  profile: "spec",
  story: "UNPLUG of blocks that are unplugged already is acknowledged, since there is nothing to do.",
  steps: {
    unplug(works, range) {
      const { device, steps } = works;
      const blocks = steps.locate(device, range);
      return blocks !== null && steps.stateOf(device, blocks) === "unplugged" ? "ack" : unplug(works, range);
    },
  },
});
