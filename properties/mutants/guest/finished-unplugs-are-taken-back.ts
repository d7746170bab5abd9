import { plant } from "./plant.ts";

/** A partition that lost blocks becomes free again. */
export const finishedUnplugsAreTakenBack = plant({
  name: "finishedUnplugsAreTakenBack",
  breaks: "partition/whole",
  alsoBreaks: ["partition/transitions", "driver/never-overshoots", "settle/no-half-partition"],
  profile: "hotmem",
  story:
    "When the host raises the size again, a partition that is half unplugged is free and assigned, although some of its memory is acknowledged as gone.",
  needs: { partitionBlocks: 2 },
  steps: {
    mayAbandon: (m) => m.steps.partitionsToUnplug(m) === 0,
    abandon(m, partition) {
      m.steps.populated(m, partition);
    },
  },
});
