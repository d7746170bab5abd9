import { honest, plant } from "./plant.ts";

/** Two instances, one partition. */
export const anotherInstanceMayMoveIn = plant({
  name: "anotherInstanceMayMoveIn",
  breaks: "attach/one-instance",
  alsoBreaks: ["attach/free-populated", "partition/users"],
  profile: "hotmem",
  story: "When all partitions are taken, a spawn shares one of them with the instance that has it.",
  steps: {
    pickPartition(m) {
      const picked = honest.pickPartition(m);
      return picked >= 0 ? picked : m.partitions.findIndex(({ state }) => state === "assigned");
    },
  },
});
