import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A buddy lies on the list of one of its pageblocks. */
export const mergedBuddyKeepsTwoTypes = plant(
  {
    name: "mergedBuddyKeepsTwoTypes",
    breaks: "lists/type",
    profile: "linux",
    story: "Free pages change lists and their pageblock keeps its type (before c0cd6f557b90).",
    needs: { kernel: "6.12" },
  },
  "retype",
  (m, pfn, at, type) => {
    if (at >= m.maxOrder) linuxSteps.retype(m, pfn, at, type);
  },
);
