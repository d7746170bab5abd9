import { honest, plant } from "./plant.ts";

/** The bill for init_on_alloc goes to nobody. */
export const zeroingIsNotCounted = plant({
  name: "zeroingIsNotCounted",
  breaks: "cost/zeroed",
  profile: "virtio-mem",
  story: "Frames that alloc_contig_range zeroes do not count.",
  needs: { initOnAlloc: true },
  mechanism: "virtio-mem",
  steps: {
    prepareTaken(m, range) {
      honest.prepareTaken(m, range);
      m.meter.zeroed -= range.count;
    },
  },
});
