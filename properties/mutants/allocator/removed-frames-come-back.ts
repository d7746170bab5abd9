import { NORMAL } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Removing a block frees its frames. */
export const removedFramesComeBack = plant(
  {
    name: "removedFramesComeBack",
    breaks: "remove/leaves-nothing",
    alsoBreaks: ["lists/one-place", "count/free", "lists/aligned", "lists/counted"],
    profile: "any",
    story: "The frames of a removed block are on the free lists again, with no memmap behind them.",
  },
  "removeFrames",
  (m, block) => {
    linuxSteps.removeFrames(m, block);
    m.blockZone[block] = NORMAL;
    linuxSteps.onlineFrames(m, block);
  },
);
