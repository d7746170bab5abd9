import { honest, plant } from "./plant.ts";

/** Inflates up to the next batch, deflates down to the one before. */
export const balloonTargetsAreRounded = plant({
  name: "balloonTargetsAreRounded",
  breaks: "settle/bounded",
  alsoBreaks: ["settle/plugged", "settle/unplugged"],
  profile: "virtio-mem",
  story:
    "The target is rounded differently on the way up and on the way down, so that the balloon never rests (drivers/virtio/virtio_balloon.c before commit 07622bd41563).",
  mechanism: "balloon",
  steps: {
    balloonTarget(m) {
      const exact = honest.balloonTarget(m);
      return m.driver.balloon.pages > exact ? exact - 1 : exact + 1;
    },
  },
});
