import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** A block that goes offline is shown in the default zone. */
export const zoneOfGoingBlocksIsNormal = plant(
  {
    name: "zoneOfGoingBlocksIsNormal",
    breaks: "block/zone",
    profile: "any",
    story: "valid_zones names the zone a block would get, not the one it has.",
  },
  "list",
  (m) => {
    const lists = linuxSteps.list(m);
    const blocks = lists.blocks.map((run) =>
      run.state === "going-offline" ? { ...run, zone: "normal" as const } : run,
    );
    return { ...lists, blocks };
  },
);
