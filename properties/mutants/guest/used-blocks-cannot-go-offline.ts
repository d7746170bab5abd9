import { eachRun } from "../../../model/guest/reference/frames.ts";
import { honest, plant } from "./plant.ts";

/** What once was used stays. */
export const usedBlocksCannotGoOffline = plant({
  name: "usedBlocksCannotGoOffline",
  breaks: "block/no-spurious-failure",
  alsoBreaks: ["settle/unplugged", "reclaim/exact"],
  profile: "virtio-mem",
  story: "A block is taken for busy because its frames still hold what a past owner wrote.",
  steps: {
    takeOffline(m, block) {
      let written = false;
      eachRun(m.frames, block.first, block.count, (_first, _count, { value }) => {
        written ||= value !== 0;
      });
      return written ? "busy" : honest.takeOffline(m, block);
    },
  },
});
