import { tell } from "../../../model/guest/reference/machine.ts";
import { honest, plant } from "./plant.ts";

/** A guest without partitions speaks of one. */
export const partitionsOfNobodyAreTold = plant({
  name: "partitionsOfNobodyAreTold",
  breaks: "attach/consistent",
  profile: "hotmem",
  story: "A stock guest calls each block that comes online a partition that is free.",
  mechanism: "virtio-mem",
  steps: {
    blockOnline(m) {
      tell(m, { kind: "partition", partition: 0, state: "free", users: 0 });
      honest.blockOnline(m);
    },
  },
});
