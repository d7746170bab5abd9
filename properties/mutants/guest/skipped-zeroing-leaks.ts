import { honest, plant } from "./plant.ts";

/** A flag that outlives its purpose. */
export const skippedZeroingLeaks = plant({
  name: "skippedZeroingLeaks",
  breaks: "content/skipped-zeroing-stays-inside",
  alsoBreaks: ["content/reuse-exposes-nothing", "content/fresh-is-zero"],
  profile: "hotmem",
  story:
    "The flag that skips zeroing for pages about to go offline stays set when the unplug fails, until it is tried again; meanwhile the partition is reused.",
  steps: {
    zeroFresh(m, spans) {
      if (!m.driver.worker.timer) honest.zeroFresh(m, spans);
    },
  },
});
