import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** The answer of the chain is dropped. */
export const vetoesAreIgnored = plant(
  {
    name: "vetoesAreIgnored",
    breaks: "notify/veto",
    profile: "any",
    story: "Offlining goes on although a notifier vetoed it.",
  },
  "notify",
  (m, log, event) => {
    linuxSteps.notify(m, log, event);
    return true;
  },
);
