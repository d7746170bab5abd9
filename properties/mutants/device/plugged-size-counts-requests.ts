import { blockSize } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** The driver and the host disagree about how much is plugged. */
export const pluggedSizeCountsRequests = plant({
  name: "pluggedSizeCountsRequests",
  breaks: "plugged/reflects-blocks",
  profile: "spec",
  story: "Each request moves plugged_size by one block, however many blocks it names.",
  steps: {
    account(device, delta) {
      device.plugged += delta > 0n ? blockSize(device) : -blockSize(device);
    },
  },
});
