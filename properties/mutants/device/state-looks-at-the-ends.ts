import { plant } from "./plant.ts";

/** A hole in the middle goes unseen. */
export const stateLooksAtTheEnds = plant({
  name: "stateLooksAtTheEnds",
  breaks: "state/truthful",
  profile: "spec",
  story: "STATE compares the first and the last block of the range and takes the blocks between for granted.",
  steps: {
    inspect({ device, steps }, range) {
      const blocks = steps.locate(device, range);
      if (blocks === null) return "error";
      const first = device.bitmap[blocks.from];
      if (first !== device.bitmap[blocks.to - 1]) return "mixed";
      return first === 1 ? "plugged" : "unplugged";
    },
  },
});
