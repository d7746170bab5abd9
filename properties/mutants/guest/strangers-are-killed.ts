import { plant } from "./plant.ts";

/** The killer looks at everybody. */
export const strangersAreKilled = plant({
  name: "strangersAreKilled",
  breaks: "exhausted/own-instance",
  alsoBreaks: ["exhausted/who-dies", "exhausted/nothing-left"],
  profile: "hotmem",
  story: "When one partition is exhausted the out-of-memory killer ends processes of all partitions.",
  steps: {
    victims: (m) =>
      [...m.society.things.values()].filter((thing) => thing.kind === "process").filter(({ waiting }) => !waiting),
  },
});
