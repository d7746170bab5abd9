import { PARKED_TYPES } from "../../../model/allocator/reference/numbers.ts";
import { plant } from "./plant.ts";

/** One side decides about a merge. */
export const isolationMergesAcross = plant(
  {
    name: "isolationMergesAcross",
    breaks: "lists/isolated",
    alsoBreaks: [
      "lists/counted",
      "lists/type",
      "count/free",
      "allocate/isolated",
      "migrate/isolated-target",
      "allocate/no-spurious-failure",
    ],
    profile: "linux",
    story:
      "A free buddy of an isolated pageblock merges with its neighbour, whose frames drop out of the count (3c605096d315).",
  },
  "mayMerge",
  (_, mine, theirs) => mine < PARKED_TYPES || theirs < PARKED_TYPES || mine === theirs,
);
