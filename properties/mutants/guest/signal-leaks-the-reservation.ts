import { honest, plant } from "./plant.ts";

/** A partition is lost with a process that never used it. */
export const signalLeaksTheReservation = plant({
  name: "signalLeaksTheReservation",
  breaks: "partition/users",
  profile: "hotmem",
  story: "A process that is killed before its first fault does not give its partition back.",
  steps: {
    endProcess(m, process) {
      if (process.areas.size === 0) process.partition = -1;
      honest.endProcess(m, process);
    },
  },
});
