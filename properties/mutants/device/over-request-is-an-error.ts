import { slot } from "../../../model/device/reference/policy.ts";
import { plug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** A driver that is late to hear of a smaller size is told that it is broken. */
export const overRequestIsAnError = plant({
  name: "overRequestIsAnError",
  breaks: "nack/for-over-request",
  profile: "uapi",
  story:
    "A PLUG beyond the requested size is answered ERROR, as if it were malformed; Linux takes the device for broken. Firecracker, by reading its code.",
  policy: slot,
  steps: {
    plug(works, range) {
      const said = plug(works, range);
      return said === "nack" ? "error" : said;
    },
  },
});
