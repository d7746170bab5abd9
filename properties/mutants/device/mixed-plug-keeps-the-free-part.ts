import { blockSize } from "../../../model/device/reference/machine.ts";
import { plug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** Half of a request that failed was carried out. */
export const mixedPlugKeepsTheFreePart = plant({
  name: "mixedPlugKeepsTheFreePart",
  breaks: "refusal/changes-nothing",
  profile: "spec",
  story: "PLUG of a range with some plugged blocks plugs the others and then answers ERROR.",
  steps: {
    plug(works, range) {
      const { device, steps } = works;
      const said = plug(works, range);
      const blocks = said === "error" ? steps.locate(device, range) : null;
      if (blocks === null || steps.stateOf(device, blocks) !== "mixed") return said;
      const free = device.bitmap.subarray(blocks.from, blocks.to).filter((bit) => bit === 0).length;
      steps.mark(device, blocks, true);
      steps.account(device, BigInt(free) * blockSize(device));
      return said;
    },
  },
});
