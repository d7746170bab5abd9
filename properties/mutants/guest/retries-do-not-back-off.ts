import { plant } from "./plant.ts";

/** The same delay again and again. */
export const retriesDoNotBackOff = plant({
  name: "retriesDoNotBackOff",
  breaks: "driver/retry-timer",
  profile: "virtio-mem",
  story: "The delay of the retry timer is not doubled, so that a busy host is asked every 50 seconds for ever.",
  steps: {
    nextDelay: (_m, ms) => ms,
  },
});
