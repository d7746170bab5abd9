import { CMA, MOVABLE } from "../../../model/allocator/reference/numbers.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { frames, order, pageblock } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** The per-CPU list a page was on decides its type. */
export const cmaPagesDrainAsMovable = plant(
  {
    name: "cmaPagesDrainAsMovable",
    breaks: "allocate/cma",
    alsoBreaks: ["lists/type", "lists/merged"],
    profile: "linux",
    story: "A CMA page returns from a per-CPU list as a MOVABLE one (7b086755fb8c).",
    needs: {
      perCpuLists: { high: frames(6), batch: frames(2), maxOrder: order(0) },
      cma: { first: pageblock(1), count: 1 },
    },
  },
  "typeOfDrained",
  (m, pfn, remembered) => {
    const type = linuxSteps.typeOfDrained(m, pfn, remembered);
    return type === CMA ? MOVABLE : type;
  },
);
