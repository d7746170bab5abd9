import { honest, plant } from "./plant.ts";

/** Killed, but alive. */
export const whoAsksSurvives = plant({
  name: "whoAsksSurvives",
  breaks: "exhausted/who-dies",
  profile: "virtio-mem",
  story: "A fault fails for lack of memory, its process is said to be killed, and goes on.",
  steps: {
    victims: (m, process) => honest.victims(m, process).filter((victim) => victim !== process),
  },
});
