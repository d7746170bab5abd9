import { tell } from "../../../model/guest/reference/machine.ts";
import { extent, pfn } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Migration leaks. */
export const oldFramesStayTaken = plant({
  name: "oldFramesStayTaken",
  breaks: "observed/free",
  alsoBreaks: ["settle/unplugged", "block/no-spurious-failure", "exhausted/nothing-left"],
  profile: "virtio-mem",
  story: "After a page has moved, its old frame stays with nobody (the source folio is not put).",
  mechanism: "virtio-mem",
  steps: {
    movePages(m, use, from, to) {
      m.steps.copyContent(m, [extent(from, to.count)], [to]);
      m.steps.repoint(m, use, from, to.first, to.count);
      tell(m, { kind: "move", from: pfn(from), to: to.first, count: to.count });
    },
  },
});
