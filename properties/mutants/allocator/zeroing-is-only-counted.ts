import { plant } from "./plant.ts";

/** The frames are reported as cleared and are not. */
export const zeroingIsOnlyCounted = plant(
  {
    name: "zeroingIsOnlyCounted",
    breaks: "zero/fresh",
    profile: "any",
    story: "Zeroing is skipped for pages from the free lists, so that the previous owner is readable.",
  },
  "prepare",
  (m, page, zero) => (zero || m.geometry.initOnAlloc ? 2 ** page.order : 0),
);
