import { plant } from "./plant.ts";

/** The delay remembers every failure there ever was. */
export const successDoesNotShortenRetries = plant({
  name: "successDoesNotShortenRetries",
  breaks: "driver/retry-timer",
  profile: "virtio-mem",
  story:
    "After a success the retry timer goes on from where it was, so that the first failure of a new unplug waits for minutes.",
  steps: {
    resetDelay() {},
  },
});
