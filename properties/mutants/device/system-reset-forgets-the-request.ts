import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** What the host asked for is lost with the guest. */
export const systemResetForgetsTheRequest = plant({
  name: "systemResetForgetsTheRequest",
  breaks: "requested/host-alone",
  profile: "uapi",
  story: "A system reset sets the requested size to 0, so the guest comes back smaller than its host believes.",
  steps: {
    systemReset(works) {
      works.device.requested = 0n;
      honestSteps.systemReset(works);
    },
  },
});
