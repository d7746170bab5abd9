import { honestSteps } from "../../../model/device/reference/honest.ts";
import { region } from "../../../model/device/reference/policy.ts";
import { plant } from "./plant.ts";

/** The last block of the region can never be plugged. */
export const lastBlockIsOutside = plant({
  name: "lastBlockIsOutside",
  breaks: "plug/error-has-cause",
  alsoBreaks: ["state/acknowledged", "nack/for-over-request"],
  profile: "uapi",
  story:
    "A range that ends exactly at the end of the region is taken to reach outside: >= where > was meant. Cloud Hypervisor before v42, fixed by 2ad8fac62.",
  policy: region,
  steps: {
    locate(device, range) {
      const blocks = honestSteps.locate(device, range);
      return blocks?.to === device.geometry.regionBlocks ? null : blocks;
    },
  },
});
