import type { AllocatorSteps } from "../../../model/allocator/reference/memory.ts";
import { allocatorWith } from "../../../model/allocator/reference/reference.ts";
import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import type { Allocator } from "../../../model/allocator/vocabulary.ts";
import type { Mutant } from "../mutant.ts";

/** Everything about a mutant but where it comes from. */
export type Exhibit = Omit<Mutant<Allocator>, "source">;

/** The honest allocator with exactly one step replaced. */
export function plant<Step extends keyof AllocatorSteps>(
  exhibit: Exhibit,
  step: Step,
  broken: AllocatorSteps[Step],
): Mutant<Allocator> {
  const steps: AllocatorSteps = { ...linuxSteps, [step]: broken };
  return { ...exhibit, source: allocatorWith(steps, `mutant:${exhibit.name}`) };
}
