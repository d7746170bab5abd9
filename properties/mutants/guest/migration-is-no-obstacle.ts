import { honest, plant } from "./plant.ts";

/** Memory changes while the machine is being copied. */
export const migrationIsNoObstacle = plant({
  name: "migrationIsNoObstacle",
  breaks: "device/busy-as-ordered",
  profile: "virtio-mem",
  story: "Requests are served while a live migration is running, so that the destination has another bitmap.",
  steps: {
    serveRequest(m) {
      const { device } = m.driver.host.works;
      const { migrating } = device;
      device.migrating = false;
      const response = honest.serveRequest(m);
      device.migrating = migrating;
      return response;
    },
  },
});
