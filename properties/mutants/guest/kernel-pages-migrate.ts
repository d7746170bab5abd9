import { OWNERS } from "../../../model/guest/reference/machine.ts";
import { ownerOf } from "../../../model/guest/reference/owners.ts";
import { honest, plant } from "./plant.ts";

/** Nothing is unmovable. */
export const kernelPagesMigrate = plant({
  name: "kernelPagesMigrate",
  breaks: "move/of-pages",
  profile: "virtio-mem",
  story:
    "Memory of the kernel is migrated like that of a process, and nobody tells the kernel (has_unmovable_pages says no).",
  mechanism: "virtio-mem-kernel",
  steps: {
    isUnmovable: () => false,
    mayMove: (m, use, first) => honest.mayMove(m, use, first) || (use >= OWNERS && ownerOf(m, use)?.kind === "kernel"),
  },
});
