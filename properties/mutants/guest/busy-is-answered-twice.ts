import { tell } from "../../../model/guest/reference/machine.ts";
import { extent } from "../../../model/units.ts";
import { honest, plant } from "./plant.ts";

/** One request, two responses. */
export const busyIsAnsweredTwice = plant({
  name: "busyIsAnsweredTwice",
  breaks: "device/answers-request",
  profile: "virtio-mem",
  story: "A response of BUSY is put into the queue of used buffers twice.",
  steps: {
    refused(m, response) {
      const { request, first, count } = m.driver.worker;
      if (response === "busy" && request !== null) {
        tell(m, { kind: "response", request, extent: extent(first, count), response });
      }
      honest.refused(m, response);
    },
  },
});
