import { decided } from "../../../model/guest/options.ts";
import { plant } from "./plant.ts";

/** A stack instead of a queue. */
export const waitersAreServedLastFirst = plant({
  name: "waitersAreServedLastFirst",
  breaks: "wait/first-come",
  profile: "hotmem",
  story: "Of those who wait for a partition, the last one gets it.",
  needs: { guest: decided },
  steps: {
    pickWaiter: (m) => m.society.queue.length - 1,
  },
});
