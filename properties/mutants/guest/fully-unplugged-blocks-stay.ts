import { plant } from "./plant.ts";

/** Nobody comes back for a block that could not be removed once. */
export const fullyUnpluggedBlocksStay = plant({
  name: "fullyUnpluggedBlocksStay",
  breaks: "settle/emptied-removed",
  profile: "virtio-mem",
  story:
    "A block without plugged memory whose removal failed once is never tried again (drivers/virtio/virtio_mem.c before commit a31648fd4f96).",
  needs: { kernel: "6.12" },
  mechanism: "virtio-mem",
  steps: {
    findEmptied: () => -1,
  },
});
