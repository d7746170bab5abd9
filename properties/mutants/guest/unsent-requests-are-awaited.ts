import { plant } from "./plant.ts";

/** The driver waits for an answer to what it never sent. */
export const unsentRequestsAreAwaited = plant({
  name: "unsentRequestsAreAwaited",
  breaks: "settle/plugged",
  alsoBreaks: ["settle/unplugged", "settle/bounded", "settle/request-answered"],
  profile: "virtio-mem",
  story:
    "That a request could not be queued goes unnoticed, and the driver waits for its response for ever (virtio-win, kvm-guest-drivers-windows issue 1625).",
  steps: {
    notQueued(m) {
      const { worker } = m.driver;
      worker.phase = "asleep";
      worker.broken = true;
    },
  },
});
