import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { plant } from "./plant.ts";

/** Drivers hear that the memory is gone. */
export const cancelIsAnnouncedAsOffline = plant(
  {
    name: "cancelIsAnnouncedAsOffline",
    breaks: "notify/order",
    profile: "any",
    story: "A cancelled offline tells the notifier chain MEM_OFFLINE.",
  },
  "notify",
  (m, log, event) => linuxSteps.notify(m, log, event === "cancel-offline" ? "offline" : event),
);
