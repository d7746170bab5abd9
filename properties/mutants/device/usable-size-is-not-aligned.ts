import { regionSize } from "../../../model/device/reference/machine.ts";
import { bytes } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The usable region ends in the middle of a block. */
export const usableSizeIsNotAligned = plant({
  name: "usableSizeIsNotAligned",
  breaks: "sizes/whole-blocks",
  profile: "spec",
  story:
    "The margin above the requested size is no multiple of a large block size and is not aligned up. QEMU, fixed by 0aed28006114.",
  needs: { device: { blockBytes: bytes(4 * 2 ** 20), regionBlocks: 10, address: bytes(2 ** 32) } },
  steps: {
    growUsable(device) {
      const usable = device.requested + 1_048_576n + 2048n;
      const most = regionSize(device);
      if (usable > device.usable) device.usable = usable < most ? usable : most;
    },
  },
});
