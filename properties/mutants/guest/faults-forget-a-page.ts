import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** One page too few. */
export const faultsForgetAPage = plant({
  name: "faultsForgetAPage",
  breaks: "place/as-many-as-asked",
  alsoBreaks: ["content/every-page"],
  profile: "virtio-mem",
  story: "A fault around an area of several pages leaves out its last page.",
  steps: {
    faultFresh(m, process, pages) {
      const group = honest.faultFresh(m, process, pages);
      const last = group?.spans.at(-1);
      if (group === null || last === undefined || pages === 1) return group;
      const rest = last.count === 1 ? [] : [extent(last.first, last.count - 1)];
      group.spans = [...group.spans.slice(0, -1), ...rest];
      return group;
    },
  },
});
