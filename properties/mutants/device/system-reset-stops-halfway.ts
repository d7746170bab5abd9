import { blockSize } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** The next driver finds a patchwork. */
export const systemResetStopsHalfway = plant({
  name: "systemResetStopsHalfway",
  breaks: "system-reset/all-or-nothing",
  profile: "uapi",
  story: "A system reset unplugs block by block and leaves off when it is half through the region.",
  steps: {
    systemReset({ device, steps }) {
      if (steps.isBusy(device)) return;
      const half = Math.ceil(device.geometry.regionBlocks / 2);
      const gone = device.bitmap.subarray(0, half).filter((bit) => bit === 1).length;
      steps.mark(device, { from: 0, to: half }, false);
      steps.account(device, -BigInt(gone) * blockSize(device));
    },
  },
});
