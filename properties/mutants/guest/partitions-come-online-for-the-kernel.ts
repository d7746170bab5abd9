import { honest, plant } from "./plant.ts";

/** Blocks of partitions are ordinary memory. */
export const partitionsComeOnlineForTheKernel = plant({
  name: "partitionsComeOnlineForTheKernel",
  breaks: "block/zone",
  profile: "virtio-mem",
  story:
    "An agent brings new blocks online with the policy `online`, hence in a kernel zone, before the driver can put them into a partition (kata-containers issue 13376).",
  steps: {
    zoneOf: (m, block) => (honest.zoneOf(m, block) === "private" ? "kernel" : honest.zoneOf(m, block)),
  },
});
