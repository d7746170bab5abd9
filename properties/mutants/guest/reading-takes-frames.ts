import { honest, plant } from "./plant.ts";

/** There is no zero page. */
export const readingTakesFrames = plant({
  name: "readingTakesFrames",
  breaks: "place/zero-page",
  alsoBreaks: ["cost/faulted", "place/as-many-as-asked"],
  profile: "virtio-mem",
  story: "A fault for reading takes a frame of its own instead of mapping the zero page.",
  steps: {
    faultForReading(m, process, pages) {
      const group = m.steps.faultFresh(m, process, pages);
      if (group === null) return honest.faultForReading(m, process, pages);
      m.steps.mapGroup(m, group);
      return { kind: "anonymous", pages, group };
    },
  },
});
