import { honestSteps } from "../../../model/device/reference/honest.ts";
import { bytes } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Two guest addresses, one word. */
export const memoryRepeatsAfterFourGibibytes = plant({
  name: "memoryRepeatsAfterFourGibibytes",
  breaks: "content/kept",
  profile: "spec",
  story: "The offset into the backing memory is kept in 32 bits, so that blocks 4 GiB apart share their memory.",
  needs: { device: { blockBytes: bytes(2 ** 30), regionBlocks: 8, address: bytes(2 ** 32) } },
  steps: {
    store: (device, address, value) => honestSteps.store(device, address % 2 ** 32, value),
    load: (device, address) => honestSteps.load(device, address % 2 ** 32),
  },
});
