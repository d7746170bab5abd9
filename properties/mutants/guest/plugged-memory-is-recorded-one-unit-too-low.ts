import { honest, plant } from "./plant.ts";

/** Off by one subblock. */
export const pluggedMemoryIsRecordedOneUnitTooLow = plant({
  name: "pluggedMemoryIsRecordedOneUnitTooLow",
  breaks: "observed/plugged",
  alsoBreaks: [
    "driver/request-fits",
    "settle/plugged",
    "settle/unplugged",
    "driver/never-broken",
    "block/handed-over-once",
  ],
  profile: "virtio-mem",
  story:
    "The bit of a subblock is set one place too low in the driver's bitmap when a block is filled up from its second half.",
  mechanism: "virtio-mem",
  steps: {
    subblockAt(m, frame) {
      const exact = honest.subblockAt(m, frame);
      return exact % m.driver.blocks.subblocksPerBlock === 0 ? exact : exact - 1;
    },
  },
});
