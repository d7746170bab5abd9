import { zoneOf } from "../../../model/guest/reference/frames.ts";
import { PRIVATE } from "../../../model/guest/reference/machine.ts";
import { partitionOf } from "../../../model/guest/reference/partitions.ts";
import { honest, plant } from "./plant.ts";

/** A flag that outlives its purpose. */
export const skippedZeroingLeaks = plant({
  name: "skippedZeroingLeaks",
  breaks: "content/skipped-zeroing-stays-inside",
  alsoBreaks: ["content/reuse-exposes-nothing", "content/fresh-is-zero"],
  profile: "hotmem",
  story:
    "The flag that skips zeroing for the pages of a partition about to go offline is never cleared, neither when the unplug fails or is given up nor when the partition is plugged anew.",
  needs: { partitions: 1 },
  steps: {
    beginUnplugging(m, partition) {
      Object.assign(partitionOf(m, partition), { skipsZeroing: true });
      honest.beginUnplugging(m, partition);
    },
    zeroFresh(m, spans) {
      const isSkipped = (zone: number) => "skipsZeroing" in (m.partitions[zone - PRIVATE] ?? {});
      honest.zeroFresh(
        m,
        spans.filter(({ first }) => !isSkipped(zoneOf(m.frames, first))),
      );
    },
  },
});
