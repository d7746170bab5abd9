import { reuseAll } from "../../../model/guest/reference/frames.ts";
import { DRIVER } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** A pinned page goes with its subblock. */
export const rangesInUseCountAsIsolated = plant({
  name: "rangesInUseCountAsIsolated",
  breaks: "block/taken-unused",
  profile: "virtio-mem",
  story: "A range is taken for isolated although a page in it could not be moved (test_pages_isolated is not asked).",
  mechanism: "virtio-mem",
  steps: {
    emptyRange(m, range) {
      const outcome = honest.emptyRange(m, range);
      if (outcome !== "busy") return outcome;
      reuseAll(m.frames, range.first, range.count, DRIVER);
      return "done";
    },
  },
});
