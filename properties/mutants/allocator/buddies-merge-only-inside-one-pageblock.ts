import { plant } from "./plant.ts";

/** No merge reaches beyond pageblock order. */
export const buddiesMergeOnlyInsideOnePageblock = plant(
  {
    name: "buddiesMergeOnlyInsideOnePageblock",
    breaks: "lists/merged",
    alsoBreaks: ["allocate/blocks-reachable", "lists/restored"],
    profile: "linux",
    story: "Merging stops where migratetypes would have to be compared.",
  },
  "mayMerge",
  () => false,
);
