import { plant } from "./plant.ts";

/** Copy-on-write without the copy. */
export const sharingSurvivesWrites = plant({
  name: "sharingSurvivesWrites",
  breaks: "place/breaks-sharing",
  alsoBreaks: ["content/kept"],
  profile: "virtio-mem",
  story: "A page that a child shares with its parent is written in place, so that both see the new content.",
  steps: {
    breaksSharing: () => false,
  },
});
