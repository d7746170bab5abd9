import { plant } from "./plant.ts";

/** A long-term pin moves every movable page. */
export const longTermPinsAlwaysMove = plant(
  {
    name: "longTermPinsAlwaysMove",
    breaks: "hold/needless-move",
    alsoBreaks: ["hold/granted"],
    profile: "any",
    story: "Pages that may be pinned where they are migrate first.",
  },
  "pinnable",
  (_, page) => !page.movable,
);
