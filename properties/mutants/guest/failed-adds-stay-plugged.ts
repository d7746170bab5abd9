import { plant } from "./plant.ts";

/** Plugged, acknowledged, never used. */
export const failedAddsStayPlugged = plant({
  name: "failedAddsStayPlugged",
  breaks: "settle/no-leftovers",
  alsoBreaks: ["settle/no-half-partition", "settle/plugged"],
  profile: "virtio-mem",
  story:
    "When the guest cannot add the memory that was just plugged, nobody unplugs it again (virtio-win, kvm-guest-drivers-windows issue 1607).",
  mechanism: "virtio-mem",
  steps: {
    addFailed(m) {
      m.steps.finish(m, "no-memory");
    },
    findLeftover: () => -1,
  },
});
