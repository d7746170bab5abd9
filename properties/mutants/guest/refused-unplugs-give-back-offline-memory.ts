import { tell } from "../../../model/guest/reference/machine.ts";
import { extent } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Frames of a block that is gone return to the allocator. */
export const refusedUnplugsGiveBackOfflineMemory = plant({
  name: "refusedUnplugsGiveBackOfflineMemory",
  breaks: "block/handed-over-once",
  alsoBreaks: ["driver/valid-range"],
  profile: "virtio-mem",
  story: "When an UNPLUG is refused, its frames are handed back although their block is already removed.",
  steps: {
    undoIsolation(m) {
      const { request, first, count } = m.driver.worker;
      if (request === "unplug") tell(m, { kind: "give-back", extent: extent(first, count) });
    },
  },
});
