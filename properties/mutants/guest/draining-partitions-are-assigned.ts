import { honest, plant } from "./plant.ts";

/** A partition is assigned while somebody still has pages of it. */
export const drainingPartitionsAreAssigned = plant({
  name: "drainingPartitionsAreAssigned",
  breaks: "attach/free-populated",
  alsoBreaks: ["partition/transitions", "attach/one-instance"],
  profile: "hotmem",
  story: "A spawn takes a partition without users although a pin keeps pages of its last instance.",
  steps: {
    isAssignable: (m, partition) =>
      honest.isAssignable(m, partition) || m.steps.partitionState(m, partition) === "draining",
  },
});
