import { ruleTable } from "../rule.ts";
import { blocks } from "./rules/blocks.ts";
import { movement } from "./rules/movement.ts";
import { observed } from "./rules/observed.ts";
import { pages } from "./rules/pages.ts";
import { placement } from "./rules/placement.ts";

/** Every promise of the allocator contract. */
export const allocatorRules = ruleTable({ ...placement, ...pages, ...movement, ...blocks, ...observed });

/** Facts of the catalogue that no rule of this contract states. */
export const leftOut: readonly { readonly alias: string; readonly why: string }[] = [
  { alias: "M2", why: "Mappings belong to processes, which the guest contract has and this one has not." },
  {
    alias: "H9",
    why: "offline_and_remove_memory spans several blocks and re-onlines them best effort; here each block is a command of its own, and the guest contract has the driver that calls it.",
  },
  { alias: "H10", why: "No geometry has a self-hosted memmap; virtio-mem never asks for one." },
];
