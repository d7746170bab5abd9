import { honest, plant } from "./plant.ts";

/** A partition of which some blocks went and one was refused counts as gone. */
export const halfUnpluggedIsEmpty = plant({
  name: "halfUnpluggedIsEmpty",
  breaks: "partition/whole",
  alsoBreaks: ["settle/no-half-partition"],
  profile: "hotmem",
  story: "When an UNPLUG is refused half way through a partition, the driver takes the whole partition for empty.",
  steps: {
    refused(m, response) {
      const { worker } = m.driver;
      const { partition, request } = worker;
      honest.refused(m, response);
      if (request === "unplug" && partition >= 0 && worker.partition === partition) m.steps.emptied(m, partition);
    },
  },
});
