import { honest, plant } from "./plant.ts";

/** The worker runs when it is woken. */
export const wakingIsAStep = plant({
  name: "wakingIsAStep",
  breaks: "cost/steps",
  profile: "virtio-mem",
  story: "The worker does its first micro-step in the interrupt handler, when nobody let it run.",
  steps: {
    notifyDriver(m) {
      honest.notifyDriver(m);
      m.meter.steps++;
    },
  },
});
