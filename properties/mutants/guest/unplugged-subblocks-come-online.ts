import { extent } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The allocator gets memory that is not there. */
export const unpluggedSubblocksComeOnline = plant({
  name: "unpluggedSubblocksComeOnline",
  breaks: "place/usable-frames",
  alsoBreaks: ["observed/managed", "observed/free", "block/handed-over-once"],
  profile: "virtio-mem",
  story:
    "When a partly plugged block comes online, its unplugged subblocks go to the allocator too (virtio_mem_online_page_cb).",
  mechanism: "virtio-mem",
  steps: {
    onlinePlugged(m, block, zone) {
      m.steps.onlineFrames(m, extent(m.layout.first + block * m.layout.blockFrames, m.layout.blockFrames), zone);
    },
  },
});
