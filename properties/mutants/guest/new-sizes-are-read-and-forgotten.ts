import { honest, plant } from "./plant.ts";

/** The driver keeps the size that it read first. */
export const newSizesAreReadAndForgotten = plant({
  name: "newSizesAreReadAndForgotten",
  breaks: "driver/never-overshoots",
  alsoBreaks: ["settle/plugged", "settle/unplugged", "settle/bounded"],
  profile: "virtio-mem",
  story: "The configuration is read and told, but the driver goes on with the requested size it knew.",
  steps: {
    adoptConfig(m) {
      const { worker } = m.driver;
      const { requested } = worker;
      honest.adoptConfig(m);
      if (requested > 0) worker.requested = requested;
    },
  },
});
