import { FRAME_BYTES } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** A device that never looks. */
export const everythingIsAcknowledged = plant({
  name: "everythingIsAcknowledged",
  breaks: "device/plug-within-requested",
  profile: "virtio-mem",
  story: "The device plugs what it is asked to plug, whatever the host wants by now.",
  steps: {
    serveRequest(m) {
      const { device } = m.driver.host.works;
      const { requested } = device;
      if (m.driver.worker.request === "plug") device.requested = BigInt(m.layout.end) * BigInt(FRAME_BYTES);
      const response = honest.serveRequest(m);
      device.requested = requested;
      return response;
    },
  },
});
