import { honestSteps } from "../../../model/device/reference/honest.ts";
import { plant } from "./plant.ts";

/** The guest comes back with zeroes for memory. */
export const migrationDiscardsPluggedMemory = plant({
  name: "migrationDiscardsPluggedMemory",
  breaks: "content/kept",
  profile: "spec",
  story:
    "When a migration ends the whole region is discarded, plugged blocks included. Cloud Hypervisor did so on restore, fixed by 0fb24ea3a.",
  steps: {
    migrate(device, running) {
      honestSteps.migrate(device, running);
      if (!running) device.memory.clear();
    },
  },
});
