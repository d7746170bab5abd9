import { plant } from "./plant.ts";

/** The way out is not taken. */
export const longtermPinsAreRefused = plant({
  name: "longtermPinsAreRefused",
  breaks: "pin/refused-with-cause",
  profile: "virtio-mem",
  story: "A long-term pin is refused although its pages could move to boot memory.",
  steps: {
    moveForPin: () => false,
  },
});
