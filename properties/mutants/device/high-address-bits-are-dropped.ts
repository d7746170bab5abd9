import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** Far beyond the region there is another one, and it is the same. */
export const highAddressBitsAreDropped = plant({
  name: "highAddressBitsAreDropped",
  breaks: "plug/invalid-range",
  alsoBreaks: ["unplug/invalid-range", "state/invalid-range"],
  profile: "spec",
  story:
    "Only the 40 address bits that the processor has are looked at, so that an address beyond them means one below.",
  steps: {
    locate: (device, range) => honestSteps.locate(device, { ...range, address: BigInt.asUintN(40, range.address) }),
  },
});
