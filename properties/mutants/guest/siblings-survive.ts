import { decided } from "../../../model/guest/options.ts";
import { plant } from "./plant.ts";

/** Half an instance dies. */
export const siblingsSurvive = plant({
  name: "siblingsSurvive",
  breaks: "exhausted/scope",
  profile: "hotmem",
  story: "Only the process that faults is killed, although its instance is to die as a whole (memory.oom.group).",
  needs: { guest: decided },
  steps: {
    victims: (_m, process) => [process],
  },
});
