import { plant } from "./plant.ts";

/** Full and partial states are mixed up. */
export const partialBlocksLookWhole = plant({
  name: "partialBlocksLookWhole",
  breaks: "observed/blocks",
  alsoBreaks: ["settle/plugged"],
  profile: "virtio-mem",
  story:
    "A block that loses a subblock keeps the state of a fully plugged one (virtio_mem_sbm_set_mb_state is not called).",
  mechanism: "virtio-mem",
  steps: {
    settleState() {},
  },
});
