import { presets } from "../../../model/presets.ts";
import { FRAME_BYTES } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

const { paper } = presets;
/** Frames that 32 bits can address. */
const LIMIT = 2 ** 32 / FRAME_BYTES;

/** Addresses wrap around at 4 GiB. */
export const addressesHaveThirtyTwoBits = plant({
  name: "addressesHaveThirtyTwoBits",
  breaks: "driver/valid-range",
  alsoBreaks: ["driver/request-fits", "driver/usable-only"],
  profile: "virtio-mem",
  story:
    "A product of subblock number and subblock size has 32 bits only (drivers/virtio/virtio_mem.c, fixed before Linux 5.8 came out).",
  needs: {
    pageblockOrder: paper.pageblockOrder,
    maxOrder: paper.maxOrder,
    blockFrames: paper.blockFrames,
    bootFrames: paper.bootFrames,
    sharedFrames: paper.sharedFrames,
    partitions: paper.partitions,
    partitionBlocks: paper.partitionBlocks,
    device: paper.device,
    hole: null,
    cma: null,
  },
  steps: {
    preparePlug(m, block, first, count) {
      honest.preparePlug(m, block, first % LIMIT, count);
    },
  },
});
