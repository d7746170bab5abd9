import { honest, plant } from "./plant.ts";

/** Migration for nothing. */
export const movesAreNotCounted = plant({
  name: "movesAreNotCounted",
  breaks: "cost/migrated",
  profile: "virtio-mem",
  story: "Pages that move for a pin do not count as migrated.",
  steps: {
    movePages(m, use, from, to) {
      m.meter.migrated -= to.count;
      honest.movePages(m, use, from, to);
    },
  },
});
