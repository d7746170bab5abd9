import { honest, plant } from "./plant.ts";

/** A free partition is refused. */
export const usedPartitionsAreNotReused = plant({
  name: "usedPartitionsAreNotReused",
  breaks: "attach/serves-at-once",
  alsoBreaks: ["wait/no-lost-wake-up"],
  profile: "hotmem",
  story:
    "A partition that an instance has left cannot be assigned before it was plugged anew, although options say that it can.",
  steps: {
    isAssignable: (m, partition) => honest.isAssignable(m, partition) && m.partitions[partition]?.fresh === true,
  },
});
