import { cachedIn, takeOut } from "../../../model/guest/reference/cache.ts";
import { honest, plant } from "./plant.ts";

/** A page of a file in two frames. */
export const filesAreCachedTwice = plant({
  name: "filesAreCachedTwice",
  breaks: "files/one-copy",
  alsoBreaks: ["content/of-files"],
  profile: "virtio-mem",
  story: "A file is read from disk again although its pages are in the page cache; the old frames stay behind.",
  steps: {
    fillCache(...asked) {
      const [m, , file, { first, pages }] = asked;
      for (const run of cachedIn(file, first, pages)) if (m.steps.mayDrop(m, run)) takeOut(file, run);
      return honest.fillCache(...asked);
    },
  },
});
