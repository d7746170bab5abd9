import { plant } from "./plant.ts";

/** The last block is never granted. */
export const exactFitIsDenied = plant({
  name: "exactFitIsDenied",
  breaks: "nack/only-for-over-request",
  profile: "uapi",
  story: "A PLUG that reaches the requested size exactly is taken to exceed it.",
  steps: {
    overRequest: (device, more) => device.plugged + more >= device.requested,
  },
});
