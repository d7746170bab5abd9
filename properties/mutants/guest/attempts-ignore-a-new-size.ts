import { plant } from "./plant.ts";

/** The driver goes on to empty memory that it may keep. */
export const attemptsIgnoreANewSize = plant({
  name: "attemptsIgnoreANewSize",
  breaks: "driver/stale-attempts",
  profile: "virtio-mem",
  story:
    "The driver goes on isolating memory after the host has raised the size again (drivers/virtio/virtio_mem.c before commit f55484fd7be9).",
  needs: { kernel: "6.12" },
  mechanism: "virtio-mem",
  steps: {
    stopsAttempts: () => false,
  },
});
