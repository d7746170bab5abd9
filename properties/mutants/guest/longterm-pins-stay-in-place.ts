import { plant } from "./plant.ts";

/** A pin for ever in memory that is to be given back. */
export const longtermPinsStayInPlace = plant({
  name: "longtermPinsStayInPlace",
  breaks: "pin/longterm-place",
  profile: "virtio-mem",
  story:
    "A long-term pin is granted on a page that ought to move first (mm/gup.c check_and_migrate_movable_pages, commit 1aaf8c122918).",
  steps: {
    pinnable: () => true,
  },
});
