import { honest, plant } from "./plant.ts";

/** A change of the configuration makes the driver begin anew. */
export const wakingForgetsTheRequest = plant({
  name: "wakingForgetsTheRequest",
  breaks: "driver/one-request",
  alsoBreaks: ["driver/request-fits", "device/answers-request"],
  profile: "virtio-mem",
  story:
    "The worker is restarted when the configuration changes, although the device has not answered its last request.",
  steps: {
    wake(m) {
      const { worker } = m.driver;
      if (worker.phase === "response") worker.phase = "begin";
      else honest.wake(m);
    },
  },
});
