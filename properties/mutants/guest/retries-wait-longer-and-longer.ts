import { plant } from "./plant.ts";

/** The delay doubles without end. */
export const retriesWaitLongerAndLonger = plant({
  name: "retriesWaitLongerAndLonger",
  breaks: "driver/retry-timer",
  profile: "virtio-mem",
  story: "The retry timer has no upper limit, so that after some failures nobody looks again for hours.",
  steps: {
    nextDelay: (_m, ms) => 2 * ms,
  },
});
