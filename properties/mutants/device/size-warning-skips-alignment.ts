import { blockSize, regionSize } from "../../../model/device/reference/machine.ts";
import { bytes } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** With small blocks any requested size is accepted as it is. */
export const sizeWarningSkipsAlignment = plant({
  name: "sizeWarningSkipsAlignment",
  breaks: "sizes/whole-blocks",
  profile: "spec",
  story:
    "The test for whole blocks is the else branch of a test that only warns about small block sizes. QEMU, fixed by 7656d9ce09cb.",
  needs: { device: { blockBytes: bytes(8192), regionBlocks: 10, address: bytes(2 ** 20) } },
  steps: {
    whyNoResize(device, bytes) {
      if (blockSize(device) >= 2n ** 20n && bytes % blockSize(device) !== 0n) return "not a multiple of the block size";
      return bytes > regionSize(device) ? "larger than the region" : null;
    },
  },
});
