import { plant } from "./plant.ts";

/** A passing obstacle is taken for the end. */
export const vetoesBreakTheDriver = plant({
  name: "vetoesBreakTheDriver",
  breaks: "driver/never-broken",
  profile: "virtio-mem",
  story:
    "An error of offline_and_remove_memory that would pass makes the driver give up on its device (drivers/virtio/virtio_mem.c before commit ddf409851461).",
  mechanism: "virtio-mem",
  steps: {
    offlineFailed(m) {
      m.steps.breakDown(m, "a block did not go offline");
    },
  },
});
