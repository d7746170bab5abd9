import { plant } from "./plant.ts";

/** What was begun is finished, wanted or not. */
export const unplugsAreNeverAbandoned = plant({
  name: "unplugsAreNeverAbandoned",
  breaks: "driver/never-overshoots",
  profile: "virtio-mem",
  story:
    "A partition of which nothing was given up yet goes on being unplugged, although the host wants all of it again.",
  steps: {
    mayAbandon: () => false,
  },
});
