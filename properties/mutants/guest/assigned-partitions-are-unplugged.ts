import { NO_PARTITION } from "../../../model/guest/reference/driver/driver.ts";
import { honest, plant } from "./plant.ts";

/** The driver takes a partition from its instance. */
export const assignedPartitionsAreUnplugged = plant({
  name: "assignedPartitionsAreUnplugged",
  breaks: "partition/unplug-only-free",
  alsoBreaks: ["partition/transitions", "partition/users"],
  profile: "hotmem",
  story: "When no partition is free, an unplug request picks one that is assigned.",
  steps: {
    pickFree(m) {
      const free = honest.pickFree(m);
      return free === NO_PARTITION && m.partitions.some(({ state }) => state === "assigned")
        ? m.partitions.findIndex(({ state }) => state === "assigned")
        : free;
    },
  },
});
