import { plant } from "./plant.ts";

/** The end of a thread is taken for the end of a process. */
export const threadsCountAsUsers = plant({
  name: "threadsCountAsUsers",
  breaks: "partition/users",
  alsoBreaks: ["partition/transitions", "partition/unplug-only-free"],
  profile: "hotmem",
  story: "A thread that ends takes one from partition_users, which counts address spaces.",
  steps: {
    endThread(m, process) {
      if (process.partition >= 0) m.steps.dropUser(m, process.partition);
    },
  },
});
