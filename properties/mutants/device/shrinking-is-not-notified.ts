import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** The guest keeps memory that the host wants back, for nobody told it. */
export const shrinkingIsNotNotified = plant({
  name: "shrinkingIsNotNotified",
  breaks: "notify/size-changed",
  profile: "spec",
  story: "The configuration change interrupt is raised only when there is something to plug.",
  steps: {
    notify(device, policy) {
      if (device.requested > device.plugged) honestSteps.notify(device, policy);
    },
  },
});
