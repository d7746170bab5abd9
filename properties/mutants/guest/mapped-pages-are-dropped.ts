import { isHeld } from "../../../model/guest/reference/owners.ts";
import { plant } from "./plant.ts";

/** Pages go from under a process. */
export const mappedPagesAreDropped = plant({
  name: "mappedPagesAreDropped",
  breaks: "drop/idle-only",
  alsoBreaks: ["place/pages-stay", "content/every-page"],
  profile: "virtio-mem",
  story: "Reclaim drops clean pages of files that a process maps, and the mapping stays.",
  steps: {
    mayDrop: (_m, { dirty, holds }) => !dirty && !isHeld(holds),
  },
});
