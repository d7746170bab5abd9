import { plant } from "./plant.ts";

/** The last PLUG may overshoot. */
export const overRequestForgetsTheRequest = plant({
  name: "overRequestForgetsTheRequest",
  breaks: "plug/within-requested",
  alsoBreaks: ["nack/only-for-over-request"],
  profile: "uapi",
  story: "PLUG is denied only when the requested size is already reached, however many blocks it asks for.",
  steps: {
    overRequest: (device) => device.plugged >= device.requested,
  },
});
