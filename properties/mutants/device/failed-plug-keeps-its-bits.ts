import { plug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** After BUSY the blocks count as plugged, though plugged_size says otherwise. */
export const failedPlugKeepsItsBits = plant({
  name: "failedPlugKeepsItsBits",
  breaks: "state/truthful",
  alsoBreaks: ["plug/error-has-cause", "unplug/already-unplugged", "plug/already-plugged"],
  profile: "spec",
  story:
    "The bitmap is updated before a step that can fail, and not restored when it does. Cloud Hypervisor (DMA mapping) and Firecracker (KVM slot), by reading their code.",
  steps: {
    plug(works, range) {
      const { device, steps } = works;
      const said = plug(works, range);
      const blocks = said === "busy" ? steps.locate(device, range) : null;
      if (blocks !== null) steps.mark(device, blocks, true);
      return said;
    },
  },
});
