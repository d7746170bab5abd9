import { plant } from "./plant.ts";

/** Nobody looks again. */
export const drainingNeverEnds = plant({
  name: "drainingNeverEnds",
  breaks: "partition/freed-when-empty",
  alsoBreaks: ["settle/unplugged", "reclaim/exact"],
  profile: "hotmem",
  story: "A partition that a pin outlived stays draining when the pin is gone.",
  steps: {
    finishDraining() {},
  },
});
