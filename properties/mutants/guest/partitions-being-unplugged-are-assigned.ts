import { honest, plant } from "./plant.ts";

/** A partition on its way out is taken by a new instance. */
export const partitionsBeingUnpluggedAreAssigned = plant({
  name: "partitionsBeingUnpluggedAreAssigned",
  breaks: "attach/free-populated",
  alsoBreaks: ["partition/transitions", "attach/one-instance", "partition/unplug-only-free"],
  profile: "hotmem",
  story: "A spawn that races with an unplug may pick the partition whose blocks are going away.",
  steps: {
    isAssignable: (m, partition) =>
      honest.isAssignable(m, partition) || m.steps.partitionState(m, partition) === "unplugging",
  },
});
