import { honest, plant } from "./plant.ts";

/** What a memory map costs is forgotten. */
export const memoryMapsAreFree = plant({
  name: "memoryMapsAreFree",
  breaks: "place/free-frames",
  alsoBreaks: ["block/memory-map"],
  profile: "virtio-mem",
  story:
    "The memory map of an added block takes no frames of its own, as if 1/64 of all that is plugged could be neglected (kata-containers issue 4847).",
  steps: {
    takeMemmap(m) {
      const map = honest.takeMemmap(m);
      if (map !== null) m.steps.freeBoot(m, map);
      return map;
    },
    freeMemmap(m, block) {
      m.driver.blocks.memmap[block] = null;
    },
  },
});
