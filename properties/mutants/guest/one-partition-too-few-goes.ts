import { honest, plant } from "./plant.ts";

/** The last of several partitions stays. */
export const onePartitionTooFewGoes = plant({
  name: "onePartitionTooFewGoes",
  breaks: "reclaim/exact",
  alsoBreaks: ["settle/unplugged"],
  profile: "hotmem",
  story: "Of k partitions that the host asks for, the guest gives back all but one, to have something in reserve.",
  steps: {
    partitionsToUnplug: (m) => Math.max(0, honest.partitionsToUnplug(m) - 1),
  },
});
