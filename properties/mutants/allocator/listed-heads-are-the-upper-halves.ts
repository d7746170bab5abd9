import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { pfn } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** A head is named by its second frame. */
export const listedHeadsAreTheUpperHalves = plant(
  {
    name: "listedHeadsAreTheUpperHalves",
    breaks: "lists/aligned",
    alsoBreaks: ["lists/one-place"],
    profile: "any",
    story: "The heads of free buddies are off by one.",
  },
  "list",
  (m) => {
    const lists = linuxSteps.list(m);
    const free = lists.free.map((list) => ({
      ...list,
      heads: list.heads.map((head) => pfn(list.order === 0 ? head : head + 1)),
    }));
    return { ...lists, free };
  },
);
