import { region } from "../../../model/device/reference/policy.ts";
import { bytes } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Blocks beyond the first few stay plugged after UNPLUG_ALL. */
export const unplugAllClearsTruncatedCount = plant({
  name: "unplugAllClearsTruncatedCount",
  breaks: "state/truthful",
  alsoBreaks: ["plug/error-has-cause", "unplug/already-unplugged"],
  profile: "spec",
  story:
    "UNPLUG_ALL clears as many bits as the number of blocks cast to 16 bits, so regions of 65,536 blocks and more keep stale ones. Cloud Hypervisor before v52, fixed by dfee31a84.",
  needs: { device: { blockBytes: bytes(4096), regionBlocks: 65_537, address: bytes(2 ** 20) } },
  policy: region,
  steps: {
    clear(device) {
      device.bitmap.fill(0, 0, device.geometry.regionBlocks % 65_536);
      device.plugged = 0n;
      device.memory.clear();
    },
  },
});
