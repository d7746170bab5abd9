import { zoneOf } from "../../../model/guest/reference/frames.ts";
import { PRIVATE } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** The next instance sees the last one's data. */
export const reusedPartitionsShowOldContent = plant({
  name: "reusedPartitionsShowOldContent",
  breaks: "content/reuse-exposes-nothing",
  alsoBreaks: ["content/fresh-is-zero", "content/skipped-zeroing-stays-inside"],
  profile: "hotmem",
  story: "Zeroing is skipped for a partition that is assigned again without being plugged anew.",
  steps: {
    zeroFresh(m, spans) {
      honest.zeroFresh(
        m,
        spans.filter(({ first }) => zoneOf(m.frames, first) < PRIVATE),
      );
    },
  },
});
