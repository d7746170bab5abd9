import { plant } from "./plant.ts";

/** Memory maps are never freed. */
export const memoryMapsOutliveTheirBlock = plant({
  name: "memoryMapsOutliveTheirBlock",
  breaks: "observed/free",
  alsoBreaks: [
    "settle/plugged",
    "misfortune/as-ordered",
    "exhausted/nothing-left",
    "pin/refused-with-cause",
    "confine/shared-first",
  ],
  profile: "virtio-mem",
  story: "When a block is removed, its memory map stays allocated (mm/sparse-vmemmap.c vmemmap_free is not called).",
  steps: {
    freeMemmap(m, block) {
      m.driver.blocks.memmap[block] = null;
    },
  },
});
