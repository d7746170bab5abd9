import { plant } from "./plant.ts";

/** What was in the frame is what is in the file. */
export const filePagesAreNotRead = plant({
  name: "filePagesAreNotRead",
  breaks: "content/of-files",
  profile: "virtio-mem",
  story: "A page of a file is mapped before it was read, so that it shows what was in its frame before.",
  steps: {
    load() {},
  },
});
