import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** The undo of add_memory forgets the memory map. */
export const failedAddsKeepTheirMemoryMap = plant({
  name: "failedAddsKeepTheirMemoryMap",
  breaks: "block/memory-map",
  profile: "virtio-mem",
  story:
    "A failed add_memory answers with the memory map that it had allocated (mm/memory_hotplug.c before commit f42ce5f087eb).",
  steps: {
    add(m) {
      const from = m.events.length;
      honest.add(m);
      const last = m.events[from];
      if (last?.kind === "add" && last.outcome === "failed") {
        m.events[from] = { ...last, memmap: [extent(0, Math.max(1, m.layout.memmapFrames))] };
      }
    },
  },
});
