import { FRAME_BYTES } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** The last free block is kept back. */
export const fullRegionsAreBusy = plant({
  name: "fullRegionsAreBusy",
  breaks: "device/busy-has-cause",
  alsoBreaks: ["settle/plugged"],
  profile: "virtio-mem",
  story: "A PLUG that would fill all that is requested is answered BUSY, now and for ever.",
  steps: {
    serveRequest(m) {
      const { worker, host } = m.driver;
      const { plugged, requested } = host.works.device;
      const after = plugged + BigInt(worker.count * FRAME_BYTES);
      return worker.request === "plug" && after === requested ? "busy" : honest.serveRequest(m);
    },
  },
});
