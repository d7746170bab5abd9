import { plant } from "./plant.ts";

/** Nothing is plugged, and plugged_size is not 0. */
export const unplugAllForgetsTheSize = plant({
  name: "unplugAllForgetsTheSize",
  breaks: "unplug-all/empties",
  alsoBreaks: ["plugged/reflects-blocks", "usable/covers-plugged"],
  profile: "spec",
  story: "UNPLUG_ALL clears the bitmap and leaves plugged_size alone.",
  steps: {
    clear(device) {
      device.bitmap.fill(0);
      device.memory.clear();
    },
  },
});
