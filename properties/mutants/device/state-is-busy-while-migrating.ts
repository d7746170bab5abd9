import { inspect } from "../../../model/device/reference/requests.ts";
import { plant } from "./plant.ts";

/** A driver that only looks is told to come back. */
export const stateIsBusyWhileMigrating = plant({
  name: "stateIsBusyWhileMigrating",
  breaks: "state/acknowledged",
  alsoBreaks: ["state/invalid-range"],
  profile: "spec",
  story: "STATE waits for a migration as PLUG and UNPLUG do, although BUSY is not among its responses.",
  steps: {
    inspect: (works, range) => (works.steps.isBusy(works.device) ? "busy" : inspect(works, range)),
  },
});
