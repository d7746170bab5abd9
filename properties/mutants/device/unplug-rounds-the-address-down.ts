import { blockSize } from "../../../model/device/reference/machine.ts";
import { unplug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** A misaligned UNPLUG takes away memory that was not named. */
export const unplugRoundsTheAddressDown = plant({
  name: "unplugRoundsTheAddressDown",
  breaks: "unplug/invalid-range",
  profile: "spec",
  story: "UNPLUG divides the address by the block size without looking at the remainder.",
  steps: {
    unplug(works, { address, blocks }) {
      return unplug(works, { address: address - (address % blockSize(works.device)), blocks });
    },
  },
});
