import { plant } from "./plant.ts";

/** A pipe does not keep the page cache. */
export const splicedPagesAreDropped = plant({
  name: "splicedPagesAreDropped",
  breaks: "hold/never-given-up",
  profile: "virtio-mem",
  story: "Pages of a file are dropped while a pipe still holds them, because nobody maps them.",
  steps: {
    mayDrop: (_m, { dirty, maps, holds }) => !dirty && maps === 0 && holds.io + holds.longterm === 0,
  },
});
