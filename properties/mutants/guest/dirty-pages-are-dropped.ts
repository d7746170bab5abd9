import { isHeld } from "../../../model/guest/reference/owners.ts";
import { plant } from "./plant.ts";

/** What was written is thrown away. */
export const dirtyPagesAreDropped = plant({
  name: "dirtyPagesAreDropped",
  breaks: "drop/idle-only",
  alsoBreaks: ["content/of-files"],
  profile: "virtio-mem",
  story: "Reclaim drops dirty pages of files without writing them back.",
  steps: {
    mayDrop: (_m, { maps, holds }) => maps === 0 && !isHeld(holds),
  },
});
