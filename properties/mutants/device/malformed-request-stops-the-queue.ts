import { plant } from "./plant.ts";

/** One bad request and the device is deaf, without saying that it needs a reset. */
export const malformedRequestStopsTheQueue = plant({
  name: "malformedRequestStopsTheQueue",
  breaks: "request/answered",
  profile: "spec",
  story:
    "An error while one request is parsed ends the loop that serves the queue; later requests are never answered. Cloud Hypervisor, fixed by 97e16f249 and 6a1fe123c.",
  steps: {
    misuse({ device }) {
      device.broken = true;
      return "ignored";
    },
  },
});
