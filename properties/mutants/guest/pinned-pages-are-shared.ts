import { plant } from "./plant.ts";

/** A fork shares what a device is writing to. */
export const pinnedPagesAreShared = plant({
  name: "pinnedPagesAreShared",
  breaks: "fork/copies-what-is-held",
  profile: "virtio-mem",
  story:
    "A pinned page is shared copy-on-write by a fork, so that the parent's next write leaves the device with the child's page (mm/memory.c before commit 70e806e4e645).",
  steps: {
    copiesAtFork: () => false,
  },
});
