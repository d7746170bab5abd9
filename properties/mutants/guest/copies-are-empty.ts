import { plant } from "./plant.ts";

/** New frames, old content. */
export const copiesAreEmpty = plant({
  name: "copiesAreEmpty",
  breaks: "content/kept",
  alsoBreaks: ["content/fresh-is-zero", "content/reuse-exposes-nothing", "content/of-files"],
  profile: "virtio-mem",
  story: "Pages that a fork copies, or that move, show what was in their new frames before.",
  steps: {
    copyContent() {},
  },
});
