import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** Asked for 2^63 bytes, it reports success and requests none. */
export const resizeWrapsAround = plant({
  name: "resizeWrapsAround",
  breaks: "resize/takes-effect",
  profile: "uapi",
  story:
    "The requested size is computed without an overflow check, so that a very large one wraps to a small one. Firecracker, fixed by aad75879f.",
  steps: {
    whyNoResize: (device, bytes) => honestSteps.whyNoResize(device, BigInt.asUintN(32, bytes)),
    request(device, bytes) {
      device.requested = BigInt.asUintN(32, bytes);
    },
  },
});
