import { plant } from "./plant.ts";

/** Nobody sleeps. */
export const whoWouldWaitIsRefused = plant({
  name: "whoWouldWaitIsRefused",
  breaks: "attach/as-asked",
  profile: "hotmem",
  story: "A spawn that may wait for a partition is refused at once, as if it had been asked not to wait.",
  steps: {
    maySleep: () => false,
  },
});
