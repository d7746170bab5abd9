import type { Contract } from "../contract.ts";
import { beginState } from "./begin.ts";
import { allocatorLaws } from "./laws/all.ts";
import { allocatorRules, leftOut } from "./rules.ts";
import { sayAnswer, sayAsk } from "./say.ts";
import type { AllocatorState } from "./state.ts";
import type { Allocator } from "./vocabulary.ts";

/** A page-frame allocator with zones, pageblocks and hotplugged memory blocks: what it may be asked and what it owes. */
export const allocator: Contract<Allocator, AllocatorState> = {
  name: "allocator",
  profiles: ["any", "linux"],
  rules: allocatorRules,
  leftOut,
  laws: allocatorLaws,
  begin: beginState,
  sayAsk,
  sayAnswer,
};
