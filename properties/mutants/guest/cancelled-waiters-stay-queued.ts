import { plant } from "./plant.ts";

/** A partition goes to nobody. */
export const cancelledWaitersStayQueued = plant({
  name: "cancelledWaitersStayQueued",
  breaks: "wait/who-waits",
  alsoBreaks: ["observed/waiting", "attach/serves-at-once", "wait/no-lost-wake-up"],
  profile: "hotmem",
  story:
    "A signal ends a waiting process, its entry stays in the wait queue, and the next free partition is assigned to it.",
  steps: {
    cancelWait(m, process) {
      m.society.things.delete(process.handle);
    },
  },
});
