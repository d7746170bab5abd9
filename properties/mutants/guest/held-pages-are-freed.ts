import { isHeld } from "../../../model/guest/reference/owners.ts";
import { honest, plant } from "./plant.ts";

/** A pin does not outlive the process. */
export const heldPagesAreFreed = plant({
  name: "heldPagesAreFreed",
  breaks: "hold/never-given-up",
  alsoBreaks: ["partition/drains-while-held", "place/free-frames", "observed/free", "block/taken-unused"],
  profile: "virtio-mem",
  story: "Pages with input or output in flight are freed when their last mapping goes.",
  steps: {
    freeUnreferenced(m, group) {
      const { holds } = group;
      if (group.maps > 0 || !isHeld(holds)) return honest.freeUnreferenced(m, group);
      for (const { first, count } of group.spans) m.steps.freeFrames(m, first, count);
    },
  },
});
