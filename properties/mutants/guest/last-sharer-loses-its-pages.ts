import { honest, plant } from "./plant.ts";

/** Pages are freed when one of two sharers is gone. */
export const lastSharerLosesItsPages = plant({
  name: "lastSharerLosesItsPages",
  breaks: "place/free-frames",
  alsoBreaks: [
    "observed/free",
    "partition/drains-while-held",
    "hold/never-given-up",
    "content/kept",
    "block/taken-unused",
  ],
  profile: "virtio-mem",
  story:
    "The frames of pages that two processes shared are freed when one of them unmaps, and are soon handed out again.",
  steps: {
    unmapGroup(m, group) {
      if (group.maps === 2) for (const { first, count } of group.spans) m.steps.freeFrames(m, first, count);
      honest.unmapGroup(m, group);
    },
  },
});
