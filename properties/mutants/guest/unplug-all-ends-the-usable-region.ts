import { honest, plant } from "./plant.ts";

/** After UNPLUG_ALL no memory is usable any more. */
export const unplugAllEndsTheUsableRegion = plant({
  name: "unplugAllEndsTheUsableRegion",
  breaks: "device/config-current",
  alsoBreaks: ["settle/plugged"],
  profile: "virtio-mem",
  story: "UNPLUG_ALL takes the usable region to zero whatever is requested. Firecracker, by reading its code.",
  steps: {
    unplugAllAcked(m) {
      honest.unplugAllAcked(m);
      m.driver.host.works.device.usable = 0n;
      m.steps.notifyDriver(m);
    },
  },
});
