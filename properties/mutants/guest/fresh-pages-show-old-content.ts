import { plant } from "./plant.ts";

/** Nothing is zeroed. */
export const freshPagesShowOldContent = plant({
  name: "freshPagesShowOldContent",
  breaks: "content/fresh-is-zero",
  profile: "virtio-mem",
  story: "A page is handed out without __GFP_ZERO and shows what its frame held before.",
  mechanism: "virtio-mem",
  steps: {
    zeroFresh() {},
  },
});
