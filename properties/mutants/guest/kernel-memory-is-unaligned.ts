import { isFree, reuse, runAt, zoneOf } from "../../../model/guest/reference/frames.ts";
import { FREE } from "../../../model/guest/reference/machine.ts";
import { install } from "../../../model/guest/reference/owners.ts";
import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** High-order allocations begin one frame late. */
export const kernelMemoryIsUnaligned = plant({
  name: "kernelMemoryIsUnaligned",
  breaks: "place/kernel-aligned",
  profile: "virtio-mem",
  story: "A piece of kernel memory of several frames is not aligned to its size.",
  steps: {
    allocateKernel(m, order) {
      const page = honest.allocateKernel(m, order);
      if (page === null || order === 0) return page;
      const { id } = page;
      const { first, count } = page.frames;
      if (zoneOf(m.frames, first + count) !== zoneOf(m.frames, first)) return page;
      const { use } = runAt(m.frames, first + count);
      if (!isFree(use)) return page;
      reuse(m.frames, first + count, 1, use, id);
      reuse(m.frames, first, 1, id, FREE);
      return install(m, { ...page, frames: extent(first + 1, count) });
    },
  },
});
