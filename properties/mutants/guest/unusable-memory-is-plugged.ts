import { decided } from "../../../model/guest/options.ts";
import { honest, plant } from "./plant.ts";

/** The end of the usable region is not looked at. */
export const unusableMemoryIsPlugged = plant({
  name: "unusableMemoryIsPlugged",
  breaks: "driver/usable-only",
  alsoBreaks: ["driver/never-broken", "device/error-has-cause"],
  profile: "virtio-mem",
  story: "The driver plugs the last partition of the region first, also where the device does not let it yet.",
  needs: { guest: { ...decided, usable: "margin" }, partitions: 4 },
  steps: {
    pickEmpty(m) {
      const picked = honest.pickEmpty(m);
      return picked < 0 ? picked : m.partitions.findLastIndex(({ state }) => state === "empty");
    },
  },
});
