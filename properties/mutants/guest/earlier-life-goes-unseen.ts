import { plant } from "./plant.ts";

/** A driver that starts takes nothing for plugged. */
export const earlierLifeGoesUnseen = plant({
  name: "earlierLifeGoesUnseen",
  breaks: "device/error-has-cause",
  alsoBreaks: [
    "device/nack-has-cause",
    "driver/never-broken",
    "driver/request-fits",
    "observed/plugged",
    "settle/plugged",
    "settle/unplugged",
  ],
  profile: "virtio-mem",
  story:
    "Memory that was plugged before the driver started is not looked for, as where the loop that reads the states never ran (virtio-win, kvm-guest-drivers-windows pull request 1508).",
  steps: {
    mustUnplugAll: () => false,
  },
});
