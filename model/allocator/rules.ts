import { type LeftOut, ruleTable } from "../rule.ts";
import { blocks } from "./rules/blocks.ts";
import { movement } from "./rules/movement.ts";
import { observed } from "./rules/observed.ts";
import { pages } from "./rules/pages.ts";
import { placement } from "./rules/placement.ts";

/** Every promise of the allocator contract. */
export const allocatorRules = ruleTable({ ...placement, ...pages, ...movement, ...blocks, ...observed });

/** Facts of the catalogue that no rule of this contract states. */
export const leftOut: readonly LeftOut[] = [
  {
    alias: "M2",
    says: "After migration every process that mapped the source maps the target.",
    why: "Mappings belong to processes, which a guest has and a bare allocator has not.",
  },
  {
    alias: "H9",
    says: "A failed offline_and_remove_memory ends with every block online as before.",
    why: "It spans several blocks and puts them back best effort; here each block is a command of its own.",
  },
  {
    alias: "H10",
    says: "Frames of a self-hosted memmap are never in the buddy allocator.",
    why: "No geometry has a self-hosted memmap; virtio-mem never asks for one.",
  },
];
