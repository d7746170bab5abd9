import { blockSize } from "../../../model/device/reference/machine.ts";
import { plug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** Nonsense is denied politely instead of being called an error. */
export const nackBeforeRangeCheck = plant({
  name: "nackBeforeRangeCheck",
  breaks: "plug/invalid-range",
  profile: "spec",
  story:
    "The requested size is compared before the range is looked at, so an invalid range can be answered NACK. Cloud Hypervisor, by reading its code.",
  steps: {
    plug(works, range) {
      const { device, steps } = works;
      const bytes = BigInt(range.blocks) * blockSize(device);
      return steps.overRequest(device, bytes) ? "nack" : plug(works, range);
    },
  },
});
