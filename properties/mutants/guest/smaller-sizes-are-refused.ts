import { honest, plant } from "./plant.ts";

/** The host cannot take memory back. */
export const smallerSizesAreRefused = plant({
  name: "smallerSizesAreRefused",
  breaks: "resize/accepted",
  profile: "virtio-mem",
  story: "A size below what is plugged is refused, as if a device could not wait for its driver.",
  steps: {
    setRequested(m, bytes) {
      return bytes < m.driver.host.works.device.plugged ? "memory is plugged" : honest.setRequested(m, bytes);
    },
  },
});
