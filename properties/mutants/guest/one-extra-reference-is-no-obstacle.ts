import { OWNERS } from "../../../model/guest/reference/machine.ts";
import { ownerOf } from "../../../model/guest/reference/owners.ts";
import { plant } from "./plant.ts";

/** A pinned page migrates. */
export const oneExtraReferenceIsNoObstacle = plant({
  name: "oneExtraReferenceIsNoObstacle",
  breaks: "hold/never-moves",
  profile: "virtio-mem",
  story: "Migration does not compare the references of a page with those that it expects (migrate_page_move_mapping).",
  mechanism: "virtio-mem",
  steps: {
    mayMove(m, use) {
      const owner = use < OWNERS ? undefined : ownerOf(m, use);
      return owner !== undefined && owner.kind !== "kernel";
    },
  },
});
