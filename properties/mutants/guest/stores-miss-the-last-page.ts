import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** One page too few is written. */
export const storesMissTheLastPage = plant({
  name: "storesMissTheLastPage",
  breaks: "content/kept",
  alsoBreaks: ["content/of-files"],
  profile: "virtio-mem",
  story: "A store to several pages leaves the last one as it was.",
  steps: {
    store(m, spans, value) {
      const last = spans.at(-1);
      const pages = spans.reduce((sum, { count }) => sum + count, 0);
      if (last === undefined || pages === 1) return honest.store(m, spans, value);
      honest.store(m, [...spans.slice(0, -1), extent(last.first, last.count - 1)], value);
    },
  },
});
