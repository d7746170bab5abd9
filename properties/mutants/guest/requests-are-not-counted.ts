import { honest, plant } from "./plant.ts";

/** The counters tell less than the events. */
export const requestsAreNotCounted = plant({
  name: "requestsAreNotCounted",
  breaks: "cost/requests",
  profile: "virtio-mem",
  story: "Requests that the device refused do not count.",
  steps: {
    refused(m, response) {
      m.meter.requests--;
      honest.refused(m, response);
    },
  },
});
