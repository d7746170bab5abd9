import { bytesOf } from "../../../model/device/reference/machine.ts";
import { plant } from "./plant.ts";

/** Plugging the same block twice counts twice. */
export const plugCountsPluggedBlocksAgain = plant({
  name: "plugCountsPluggedBlocksAgain",
  breaks: "plug/already-plugged",
  profile: "spec",
  story: "PLUG does not look whether its blocks are plugged already.",
  steps: {
    plug({ device, steps }, range) {
      const blocks = steps.locate(device, range);
      if (blocks === null) return "error";
      if (steps.overRequest(device, bytesOf(device, blocks))) return "nack";
      if (steps.isBusy(device)) return "busy";
      steps.mark(device, blocks, true);
      steps.account(device, bytesOf(device, blocks));
      return "ack";
    },
  },
});
