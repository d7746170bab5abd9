import { FRAME_BYTES } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** The driver reads what was there before. */
export const configurationsAreOld = plant({
  name: "configurationsAreOld",
  breaks: "device/config-current",
  alsoBreaks: ["settle/plugged", "settle/unplugged"],
  profile: "virtio-mem",
  story: "The new size is visible to the driver only after the next change, one change late.",
  steps: {
    readConfig(m) {
      const { device } = m.driver.host.works;
      const { requested } = device;
      device.requested = BigInt(m.driver.worker.requested) * BigInt(FRAME_BYTES);
      honest.readConfig(m);
      device.requested = requested;
      m.steps.adoptConfig(m);
    },
  },
});
