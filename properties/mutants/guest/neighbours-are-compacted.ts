import { zoneOf } from "../../../model/guest/reference/frames.ts";
import { PRIVATE } from "../../../model/guest/reference/machine.ts";
import { relocate } from "../../../model/guest/reference/move.ts";
import { isHeld } from "../../../model/guest/reference/owners.ts";
import { honest, plant } from "./plant.ts";

/** One partition goes, the pages of another move. */
export const neighboursAreCompacted = plant({
  name: "neighboursAreCompacted",
  breaks: "reclaim/no-migration",
  alsoBreaks: ["partition/unplug-moves-nothing"],
  profile: "hotmem",
  story: "Before a free partition is unplugged, the pages of the other partitions are moved together.",
  steps: {
    beginUnplugging(m, partition) {
      for (const owner of m.society.owners) {
        if (owner?.kind !== "anonymous" || isHeld(owner.holds)) continue;
        for (const { first, count } of owner.spans) {
          const zone = zoneOf(m.frames, first);
          if (zone >= PRIVATE && m.steps.roomIn(m, zone) >= count) relocate(m, owner.id, first, count, [zone]);
        }
      }
      honest.beginUnplugging(m, partition);
    },
  },
});
