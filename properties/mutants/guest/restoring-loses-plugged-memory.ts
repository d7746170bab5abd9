import { fill } from "../../../model/guest/reference/frames.ts";
import { plant } from "./plant.ts";

/** Plugged memory is discarded when the device becomes active. */
export const restoringLosesPluggedMemory = plant({
  name: "restoringLosesPluggedMemory",
  breaks: "content/kept",
  alsoBreaks: ["content/of-files"],
  profile: "virtio-mem",
  story:
    "The whole region is discarded when a restored machine activates its device, plugged blocks too (Cloud Hypervisor before commit 0fb24ea3a).",
  steps: {
    restoreMachine(m) {
      fill(m.frames, m.layout.first, m.layout.end - m.layout.first, 0);
    },
  },
});
