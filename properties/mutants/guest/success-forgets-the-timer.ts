import { plant } from "./plant.ts";

/** The delay is never reset. */
export const successForgetsTheTimer = plant({
  name: "successForgetsTheTimer",
  breaks: "driver/retry-timer",
  profile: "virtio-mem",
  story: "The retry timer goes on with the delay of the last failure although something succeeded since.",
  steps: {
    resetDelay() {},
  },
});
