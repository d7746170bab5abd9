import { decided } from "../../../model/guest/options.ts";
import { honest, plant } from "./plant.ts";

/** The end of the usable region is not looked at. */
export const unusableMemoryIsPlugged = plant({
  name: "unusableMemoryIsPlugged",
  breaks: "driver/usable-only",
  alsoBreaks: ["driver/never-broken", "device/error-has-cause"],
  profile: "virtio-mem",
  story: "The driver plugs the next unused block also where the device does not let it yet.",
  needs: { guest: { ...decided, usable: "margin" } },
  steps: {
    pickEmpty(m) {
      const { worker } = m.driver;
      const { usable } = worker;
      worker.usable = m.layout.end;
      const picked = honest.pickEmpty(m);
      worker.usable = usable;
      return picked;
    },
  },
});
