import { BOOT, KERNEL, MOVABLE } from "../../../model/guest/reference/machine.ts";
import { plant } from "./plant.ts";

/** Kernel memory where nothing should be that cannot move. */
export const kernelUsesMovableMemory = plant({
  name: "kernelUsesMovableMemory",
  breaks: "place/kernel-zones",
  profile: "virtio-mem",
  story: "Kernel allocations prefer ZONE_MOVABLE, so that its blocks can never be given back.",
  mechanism: "virtio-mem",
  steps: {
    zonesForKernel: () => [MOVABLE, KERNEL, BOOT],
  },
});
