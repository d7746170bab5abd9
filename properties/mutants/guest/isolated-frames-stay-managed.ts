import { frames } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** The zone counts what the driver has. */
export const isolatedFramesStayManaged = plant({
  name: "isolatedFramesStayManaged",
  breaks: "observed/managed",
  alsoBreaks: ["observed/free"],
  profile: "virtio-mem",
  story: "Unplugged subblocks are not subtracted from the managed pages of their zone (adjust_managed_page_count).",
  mechanism: "virtio-mem",
  steps: {
    zoneSights: (m) =>
      honest
        .zoneSights(m)
        .map((sight) =>
          sight.zone === "movable"
            ? { ...sight, managed: frames(Math.ceil(sight.managed / m.layout.blockFrames) * m.layout.blockFrames) }
            : sight,
        ),
  },
});
