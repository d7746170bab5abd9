import { plant } from "./plant.ts";

/** A pipe does not keep the page cache. */
export const heldFilePagesAreDropped = plant({
  name: "heldFilePagesAreDropped",
  breaks: "hold/never-given-up",
  profile: "virtio-mem",
  story: "Pages of a file are dropped while a pipe or a pin still holds them, because nobody maps them.",
  steps: {
    mayDrop: (_m, { dirty, maps }) => !dirty && maps === 0,
  },
});
