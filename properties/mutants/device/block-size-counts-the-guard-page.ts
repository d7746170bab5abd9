import { honestSteps } from "../../../model/device/reference/honest.ts";
import { bytes } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Drivers cannot align to such blocks. */
export const blockSizeCountsTheGuardPage = plant({
  name: "blockSizeCountsTheGuardPage",
  breaks: "config/power-of-two",
  profile: "spec",
  story: "The block size is reported with a guard page that the backing memory keeps between blocks.",
  needs: { device: { blockBytes: bytes(4 * 4096), regionBlocks: 10, address: bytes(2 ** 20) } },
  steps: {
    readConfig(device) {
      const config = honestSteps.readConfig(device);
      return { ...config, blockSize: config.blockSize + 4096n * 2n };
    },
  },
});
