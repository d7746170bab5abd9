import { plant } from "./plant.ts";

/** A request that the host no longer wants goes out. */
export const staleRequestsAreSent = plant({
  name: "staleRequestsAreSent",
  breaks: "driver/config-before-send",
  profile: "virtio-mem",
  story: "The driver does not look whether the configuration changed before it sends a request that it has prepared.",
  steps: {
    mayNotSend: () => false,
  },
});
