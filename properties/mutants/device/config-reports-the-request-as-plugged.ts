import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** A driver that starts sees plugged memory that is not there. */
export const configReportsTheRequestAsPlugged = plant({
  name: "configReportsTheRequestAsPlugged",
  breaks: "config/current",
  profile: "spec",
  story: "The plugged_size field is filled from the requested size.",
  steps: {
    readConfig: (device) => ({ ...honestSteps.readConfig(device), plugged: device.requested }),
  },
});
