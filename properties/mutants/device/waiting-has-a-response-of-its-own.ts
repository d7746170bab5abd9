import { plug } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** Drivers give up on a type they do not know. */
export const waitingHasAResponseOfItsOwn = plant({
  name: "waitingHasAResponseOfItsOwn",
  breaks: "response/defined",
  profile: "spec",
  story: "While a migration runs, PLUG is answered with a response type that the specification does not define.",
  steps: {
    plug(works, range) {
      const said = plug(works, range);
      return said === "busy" ? "unknown" : said;
    },
  },
});
