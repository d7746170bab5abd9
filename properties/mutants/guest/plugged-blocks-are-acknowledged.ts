import { honest, plant } from "./plant.ts";

/** What is plugged can be plugged again. */
export const pluggedBlocksAreAcknowledged = plant({
  name: "pluggedBlocksAreAcknowledged",
  breaks: "device/acknowledges-possible",
  alsoBreaks: ["driver/request-fits", "driver/never-overshoots"],
  profile: "virtio-mem",
  story:
    "A driver fills up a block with a request that begins at its first subblock, and the device acknowledges it: what is plugged, it says, is as wanted.",
  mechanism: "virtio-mem",
  steps: {
    preparePlug(m, block, first, count) {
      const start = m.layout.first + block * m.layout.blockFrames;
      honest.preparePlug(m, block, start, first + count - start);
    },
    serveRequest(m) {
      const response = honest.serveRequest(m);
      return response === "error" ? "ack" : response;
    },
  },
});
