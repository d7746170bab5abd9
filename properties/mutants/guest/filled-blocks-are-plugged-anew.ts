import { honest, plant } from "./plant.ts";

/** What is plugged is plugged again. */
export const filledBlocksArePluggedAnew = plant({
  name: "filledBlocksArePluggedAnew",
  breaks: "driver/request-fits",
  alsoBreaks: ["driver/never-overshoots", "driver/never-broken"],
  profile: "virtio-mem",
  story: "A partly plugged block is filled up with one request that begins at its first subblock, which is plugged.",
  mechanism: "virtio-mem",
  steps: {
    preparePlug(m, block, first, count) {
      const start = m.layout.first + block * m.layout.blockFrames;
      honest.preparePlug(m, block, start, first + count - start);
    },
  },
});
