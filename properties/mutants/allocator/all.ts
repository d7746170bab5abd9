import type { Allocator } from "../../../model/allocator/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { drainUsesTheTypeCachedAtFree } from "./drain-uses-the-type-cached-at-free.ts";

/** Every planted fault of the allocator. */
export const allocatorMutants: readonly Mutant<Allocator>[] = [drainUsesTheTypeCachedAtFree];
