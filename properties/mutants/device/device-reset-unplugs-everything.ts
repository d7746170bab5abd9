import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** Memory vanishes while the guest uses it. */
export const deviceResetUnplugsEverything = plant({
  name: "deviceResetUnplugsEverything",
  breaks: "device-reset/changes-nothing",
  alsoBreaks: ["refusal/changes-nothing"],
  profile: "spec",
  story: "A virtio device reset is handled like a system reset, so that reloading the driver loses memory in use.",
  steps: {
    deviceReset(device) {
      honestSteps.deviceReset(device);
      honestSteps.clear(device);
    },
  },
});
