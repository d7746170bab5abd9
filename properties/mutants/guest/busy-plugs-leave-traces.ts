import { honest, plant } from "./plant.ts";

/** What was answered BUSY is half done. */
export const busyPlugsLeaveTraces = plant({
  name: "busyPlugsLeaveTraces",
  breaks: "device/error-has-cause",
  alsoBreaks: ["driver/never-broken"],
  profile: "virtio-mem",
  story:
    "The bitmap is set before the step that fails, and stays set: the retry finds its blocks plugged. Cloud Hypervisor, by reading its code.",
  steps: {
    serveRequest(m) {
      const { host, worker } = m.driver;
      const response = honest.serveRequest(m);
      if (response === "busy" && worker.request === "plug" && !host.works.device.migrating) {
        const from = (worker.first - m.layout.first) / m.layout.deviceFrames;
        host.works.device.bitmap.fill(1, from, from + worker.count / m.layout.deviceFrames);
      }
      return response;
    },
  },
});
