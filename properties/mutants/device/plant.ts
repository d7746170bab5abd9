import { honestSteps } from "../../../model/device/reference/honest.ts";
import { margin, type Policy } from "../../../model/device/reference/policy.ts";
import { deviceWith } from "../../../model/device/reference/reference.ts";
import type { Steps } from "../../../model/device/reference/steps.ts";
import type { DeviceRuleId } from "../../../model/device/rules.ts";
import type { Device } from "../../../model/device/vocabulary.ts";
import type { Mutant } from "../mutant.ts";

/** A fault to plant in the reference device. */
export interface Fault extends Omit<Mutant<Device>, "source" | "breaks" | "alsoBreaks"> {
  readonly breaks: DeviceRuleId;
  readonly alsoBreaks?: readonly DeviceRuleId[];
  readonly profile: "spec" | "uapi";
  /** Habits of the device the fault is planted in; absent means the reference's own. */
  readonly policy?: Policy;
  /** The faulty step. */
  readonly steps: Partial<Steps>;
}

/** The reference device with one step replaced. */
export function plant({ policy = margin, steps, ...rest }: Fault): Mutant<Device> {
  return { ...rest, source: deviceWith(`mutant:${rest.name}`, policy, { ...honestSteps, ...steps }) };
}
