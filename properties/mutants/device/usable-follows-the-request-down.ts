import { plant } from "./plant.ts";

/** A lower request pulls the ground away under what is plugged. */
export const usableFollowsTheRequestDown = plant({
  name: "usableFollowsTheRequestDown",
  breaks: "usable/never-shrinks",
  profile: "spec",
  story: "A resize recomputes the usable region in both directions.",
  steps: {
    growUsable(device, policy) {
      device.usable = policy.usableFor(device, device.requested);
    },
  },
});
