import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** A driver is told that something it did not ask for was done. */
export const shortRequestIsServed = plant({
  name: "shortRequestIsServed",
  breaks: "malformed/not-served",
  profile: "uapi",
  story: "A request shorter than 24 bytes is padded with whatever the buffer held before, and acknowledged.",
  steps: {
    misuse: (works, how) => (how === "short-request" ? "ack" : honestSteps.misuse(works, how)),
  },
});
