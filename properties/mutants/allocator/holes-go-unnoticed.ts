import { extent } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** Frames are not counted before a block goes offline. */
export const holesGoUnnoticed = plant(
  {
    name: "holesGoUnnoticed",
    breaks: "offline/holes",
    profile: "any",
    story: "A boot block with a hole is offered for offlining (928130532e19).",
    needs: { hole: extent(3, 1) },
  },
  "hasHole",
  () => false,
);
