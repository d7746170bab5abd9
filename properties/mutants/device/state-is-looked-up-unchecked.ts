import { plant } from "./plant.ts";

/** STATE answers for blocks that do not exist. */
export const stateIsLookedUpUnchecked = plant({
  name: "stateIsLookedUpUnchecked",
  breaks: "state/invalid-range",
  profile: "spec",
  story: "STATE notices an invalid range but goes on to index the bitmap. Cloud Hypervisor, fixed by 1dd588fa6.",
  steps: {
    inspect({ device, steps }, range) {
      const blocks = steps.locate(device, range);
      return blocks === null ? "unplugged" : steps.stateOf(device, blocks);
    },
  },
});
