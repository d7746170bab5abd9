import { honest, plant } from "./plant.ts";

/** The worker sleeps with a request under way. */
export const requestsAreForgottenWhileBusy = plant({
  name: "requestsAreForgottenWhileBusy",
  breaks: "settle/request-answered",
  alsoBreaks: ["settle/plugged", "settle/unplugged", "settle/bounded", "driver/one-request"],
  profile: "virtio-mem",
  story: "The device takes a request from the queue while it is busy and never answers it; the driver stops waiting.",
  steps: {
    receive(m) {
      const { worker, host } = m.driver;
      if (host.busy === 0 && !host.works.device.migrating) return honest.receive(m);
      worker.phase = "asleep";
      worker.timer = false;
    },
  },
});
