import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** The neighbour of an unplugged block loses its content. */
export const unplugDiscardsOneBlockMore = plant({
  name: "unplugDiscardsOneBlockMore",
  breaks: "content/kept",
  profile: "spec",
  story: "The range to discard is taken to include its end.",
  steps: {
    discard: (device, { from, to }) => honestSteps.discard(device, { from, to: to + 1 }),
  },
});
