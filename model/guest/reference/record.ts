import { driverSteps } from "./driver/record.ts";
import type { GuestSteps } from "./machine.ts";
import { memorySteps } from "./memory-steps.ts";

/** The honest guest. A mutant is `{ ...honestSteps, one: broken }`. */
export const honestSteps: GuestSteps = { ...memorySteps, ...driverSteps };
