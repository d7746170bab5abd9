import { honest, plant } from "./plant.ts";

/** Copy-on-write is free of charge. */
export const copiesAreNotCounted = plant({
  name: "copiesAreNotCounted",
  breaks: "cost/faulted",
  profile: "virtio-mem",
  story: "Pages that are copied do not count as faulted.",
  steps: {
    copyPages(m, process, source, pages) {
      const group = honest.copyPages(m, process, source, pages);
      if (group !== null) m.meter.faulted -= pages;
      return group;
    },
  },
});
