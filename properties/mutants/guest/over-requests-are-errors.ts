import { honest, plant } from "./plant.ts";

/** A driver that is late to hear of a smaller size is told that it is broken. */
export const overRequestsAreErrors = plant({
  name: "overRequestsAreErrors",
  breaks: "device/error-has-cause",
  alsoBreaks: ["driver/never-broken"],
  profile: "virtio-mem",
  story:
    "A PLUG beyond the requested size is answered ERROR, and the driver gives up for good. Firecracker, by reading its code.",
  steps: {
    serveRequest(m) {
      const response = honest.serveRequest(m);
      return response === "nack" ? "error" : response;
    },
  },
});
