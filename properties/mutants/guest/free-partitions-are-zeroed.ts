import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** Zeroing that nobody will ever see. */
export const freePartitionsAreZeroed = plant({
  name: "freePartitionsAreZeroed",
  breaks: "reclaim/no-zeroing",
  alsoBreaks: ["partition/unplug-moves-nothing"],
  profile: "hotmem",
  story: "The frames of a free partition are zeroed before it goes offline, although the host will discard them.",
  needs: { initOnAlloc: true },
  steps: {
    beginUnplugging(m, partition) {
      const { rated, shared } = m.layout;
      m.steps.prepareTaken(m, extent(shared.first + shared.count + partition * rated, rated));
      honest.beginUnplugging(m, partition);
    },
  },
});
