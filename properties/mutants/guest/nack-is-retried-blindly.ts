import { honest, plant } from "./plant.ts";

/** The same PLUG again and again. */
export const nackIsRetriedBlindly = plant({
  name: "nackIsRetriedBlindly",
  breaks: "driver/nack-once",
  alsoBreaks: ["driver/config-before-send", "settle/bounded"],
  profile: "virtio-mem",
  story: "A PLUG that was answered NACK is repeated at once, without a look at the size that the host wants by now.",
  steps: {
    refused(m, response) {
      honest.refused(m, response);
      if (response === "nack") m.driver.worker.stale = false;
    },
  },
});
