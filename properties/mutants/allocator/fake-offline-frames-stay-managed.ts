import { zoneOf } from "../../../model/allocator/reference/frames.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** adjust_managed_page_count is missing. */
export const fakeOfflineFramesStayManaged = plant(
  {
    name: "fakeOfflineFramesStayManaged",
    breaks: "count/managed",
    alsoBreaks: ["lists/counted"],
    profile: "any",
    story: "PG_offline frames are still counted as managed.",
  },
  "fakeOffline",
  (m, range) => {
    linuxSteps.fakeOffline(m, range);
    const zone = zoneOf(m, range.first);
    m.managed[zone] = (m.managed[zone] as number) + range.count;
  },
);
