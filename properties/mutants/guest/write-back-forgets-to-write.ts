import { plant } from "./plant.ts";

/** Clean, but not on disk. */
export const writeBackForgetsToWrite = plant({
  name: "writeBackForgetsToWrite",
  breaks: "content/of-files",
  profile: "virtio-mem",
  story: "sync marks pages as clean that it has not written.",
  steps: {
    writeBack(_m, file) {
      for (const run of file.cached) run.dirty = false;
    },
  },
});
