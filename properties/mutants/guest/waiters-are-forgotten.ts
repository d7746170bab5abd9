import { plant } from "./plant.ts";

/** The driver takes away what somebody waits for. */
export const waitersAreForgotten = plant({
  name: "waitersAreForgotten",
  breaks: "partition/waiters-first",
  alsoBreaks: ["wait/no-lost-wake-up"],
  profile: "hotmem",
  story: "Who waits for a partition is served by nobody, and the next unplug takes the partition that it waits for.",
  steps: {
    serveWaiters() {},
  },
});
