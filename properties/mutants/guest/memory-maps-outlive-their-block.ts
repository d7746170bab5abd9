import { decided } from "../../../model/guest/options.ts";
import { frames } from "../../../model/units.ts";
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
  needs: { guest: { ...decided, memmap: frames(1) } },
  steps: {
    freeMemmap(m, block) {
      m.driver.blocks.memmap[block] = null;
    },
  },
});
