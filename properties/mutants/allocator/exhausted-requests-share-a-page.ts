import { NONE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The last resort is a page somebody has. */
export const exhaustedRequestsShareAPage = plant(
  {
    name: "exhaustedRequestsShareAPage",
    breaks: "allocate/disjoint",
    alsoBreaks: ["migrate/target"],
    profile: "any",
    story: "A request that finds nothing gets the frames of another page.",
  },
  "allocatePage",
  (m, request) => {
    const pfn = linuxSteps.allocatePage(m, request);
    const other = m.pages.find((page) => page !== undefined && page.order === request.order && !page.lost);
    return pfn !== NONE || other === undefined ? pfn : other.first;
  },
);
