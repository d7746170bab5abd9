import { plant } from "./plant.ts";

/** Isolation is retried without a bound. */
export const pinnedPagesAreTriedForEver = plant({
  name: "pinnedPagesAreTriedForEver",
  breaks: "driver/attempts",
  alsoBreaks: ["settle/bounded"],
  profile: "virtio-mem",
  story:
    "A range with a pinned page is tried again and again, as offline_pages does in the unsafe mode that commit f504e15b94eb removed from drivers/virtio/virtio_mem.c.",
  mechanism: "virtio-mem",
  steps: {
    attempts: () => Number.POSITIVE_INFINITY,
  },
});
