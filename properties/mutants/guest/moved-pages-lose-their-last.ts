import { ownerOf } from "../../../model/guest/reference/owners.ts";
import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** The page table follows all but one page. */
export const movedPagesLoseTheirLast = plant({
  name: "movedPagesLoseTheirLast",
  breaks: "content/every-page",
  alsoBreaks: ["place/pages-stay", "place/as-many-as-asked", "pin/longterm-place"],
  profile: "virtio-mem",
  story:
    "When pages have moved, the last of their migration entries is removed instead of replaced (remove_migration_ptes).",
  mechanism: "virtio-mem",
  steps: {
    repoint(m, use, from, to, count) {
      honest.repoint(m, use, from, to, count);
      const owner = ownerOf(m, use);
      if (owner?.kind !== "anonymous") return;
      const last = owner.spans.at(-1);
      if (last !== undefined && last.count > 1)
        owner.spans = [...owner.spans.slice(0, -1), extent(last.first, last.count - 1)];
    },
  },
});
