import { honest, plant } from "./plant.ts";

/** Lost wake-up. */
export const populatedPartitionsWakeNobody = plant({
  name: "populatedPartitionsWakeNobody",
  breaks: "wait/no-lost-wake-up",
  alsoBreaks: ["partition/waiters-first"],
  profile: "hotmem",
  story: "A process finds no partition and goes to sleep; when the driver has populated one, nobody is woken.",
  steps: {
    populated(m, partition) {
      const asleep = m.society.queue.splice(0);
      honest.populated(m, partition);
      m.society.queue.push(...asleep);
    },
  },
});
