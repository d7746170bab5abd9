import { frames, order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The page's type was remembered when it was freed; meanwhile its pageblock was isolated. */
export const drainUsesTheTypeCachedAtFree = plant(
  {
    name: "drainUsesTheTypeCachedAtFree",
    breaks: "allocate/isolated",
    alsoBreaks: ["lists/isolated", "lists/counted", "count/free"],
    profile: "any",
    story:
      "Draining a per-CPU list puts a page on the list of the type remembered when it was freed, although its pageblock was isolated since. Linux until 51bb1a4093cc.",
    needs: { perCpuLists: { high: frames(6), batch: frames(2), maxOrder: order(0) } },
  },
  "typeOfDrained",
  (_, __, remembered) => remembered,
);
