import { honest, plant } from "./plant.ts";

/** What is plugged can be plugged again. */
export const pluggedBlocksAreAcknowledged = plant({
  name: "pluggedBlocksAreAcknowledged",
  breaks: "device/acknowledges-possible",
  alsoBreaks: ["driver/request-fits"],
  profile: "virtio-mem",
  story:
    "A restarted driver plugs what was plugged in its earlier life, and the device acknowledges without a look at its bitmap.",
  steps: {
    mustUnplugAll: () => false,
    serveRequest(m) {
      const response = honest.serveRequest(m);
      return response === "error" ? "ack" : response;
    },
  },
});
