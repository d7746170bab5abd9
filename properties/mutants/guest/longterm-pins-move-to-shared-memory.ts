import { zoneOf } from "../../../model/guest/reference/frames.ts";
import { BOOT, PRIVATE, SHARED } from "../../../model/guest/reference/machine.ts";
import { relocate } from "../../../model/guest/reference/move.ts";
import { isHeld } from "../../../model/guest/reference/owners.ts";
import { honest, plant } from "./plant.ts";

/** Out of the partition, into another. */
export const longtermPinsMoveToSharedMemory = plant({
  name: "longtermPinsMoveToSharedMemory",
  breaks: "confine/moves",
  alsoBreaks: ["pin/longterm-place"],
  profile: "hotmem",
  story: "A page that is to be held for long moves to the shared partition, which is not given back either.",
  steps: {
    moveForPin(m, area) {
      if (area.kind !== "anonymous" || isHeld(area.group.holds)) return honest.moveForPin(m, area);
      const zones = [SHARED, BOOT];
      if (!m.steps.makeRoom(m, zones, area.pages)) return false;
      for (const { first, count } of area.group.spans) {
        if (zoneOf(m.frames, first) >= PRIVATE) relocate(m, area.group.id, first, count, zones);
      }
      return true;
    },
  },
});
