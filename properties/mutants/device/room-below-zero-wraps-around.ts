import { plant } from "./plant.ts";

/** After the host has asked for less, the guest may take all it wants. */
export const roomBelowZeroWrapsAround = plant({
  name: "roomBelowZeroWrapsAround",
  breaks: "plug/stops-at-requested",
  profile: "spec",
  story:
    "The room that is left is requested minus plugged size in 64 unsigned bits: huge while less is requested than is plugged.",
  steps: {
    overRequest: (device, more) => more > BigInt.asUintN(64, device.requested - device.plugged),
  },
});
