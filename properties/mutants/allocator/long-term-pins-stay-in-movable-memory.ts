import { plant } from "./plant.ts";

/** A long-term pin looks at nothing. */
export const longTermPinsStayInMovableMemory = plant(
  {
    name: "longTermPinsStayInMovableMemory",
    breaks: "hold/longterm-place",
    profile: "any",
    story: "A long-term pin is granted on a page in the movable zone or in CMA (1aaf8c122918).",
  },
  "pinnable",
  () => true,
);
