import { plant } from "./plant.ts";

/** A driver that starts takes nothing for plugged. */
export const earlierLifeGoesUnseen = plant({
  name: "earlierLifeGoesUnseen",
  breaks: "driver/request-fits",
  alsoBreaks: [
    "driver/never-broken",
    "observed/plugged",
    "settle/plugged",
    "settle/unplugged",
    "device/acknowledges-possible",
  ],
  profile: "virtio-mem",
  story:
    "Memory that was plugged before the driver started is not looked for, as where the loop that reads the states never ran (virtio-win, kvm-guest-drivers-windows pull request 1508).",
  steps: {
    mustUnplugAll: () => false,
  },
});
