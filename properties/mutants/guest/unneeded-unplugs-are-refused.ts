import { honest, plant } from "./plant.ts";

/** NACK, for an unplug. */
export const unneededUnplugsAreRefused = plant({
  name: "unneededUnplugsAreRefused",
  breaks: "device/nack-has-cause",
  profile: "virtio-mem",
  story: "An UNPLUG is answered NACK when the host has asked for more memory since it was sent.",
  steps: {
    serveRequest(m) {
      const { device } = m.driver.host.works;
      const unwanted = m.driver.worker.request === "unplug" && device.plugged <= device.requested;
      return unwanted ? "nack" : honest.serveRequest(m);
    },
  },
});
