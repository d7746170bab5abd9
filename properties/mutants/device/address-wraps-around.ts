import { blockSize, regionStart } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** A range beyond every address is taken for one inside the region. */
export const addressWrapsAround = plant({
  name: "addressWrapsAround",
  breaks: "plug/invalid-range",
  alsoBreaks: ["state/invalid-range", "unplug/invalid-range"],
  profile: "spec",
  story:
    "The end of a range is computed in 64 bits, so an address near 2^64 wraps around and passes the range check. Cloud Hypervisor, found by oss-fuzz, fixed by b37e2ed37.",
  steps: {
    locate(device, { address, blocks }) {
      const unit = blockSize(device);
      const start = regionStart(device);
      const end = BigInt.asUintN(64, address + BigInt(blocks) * unit);
      if (blocks === 0 || address % unit !== 0n || address < start || end > start + device.usable) return null;
      const from = Number((address - start) / unit);
      return { from, to: from + blocks };
    },
  },
});
