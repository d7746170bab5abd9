import type { LeftOut } from "../rule.ts";
import { memoryLeftOut } from "./memory-left-out.ts";

const leave = (alias: string, says: string, why: string): LeftOut => ({ alias, says, why });

/** Facts about guests, drivers and reclaim that no rule of this contract states. */
export const leftOut: readonly LeftOut[] = [
  ...memoryLeftOut,
  leave(
    "D11",
    "Candidates are plugged and unplugged in the order of Linux's driver.",
    "An order is a choice, not a promise: other guests may choose otherwise. That the reference chooses as Linux does is tested on worked traces.",
  ),
  leave(
    "V6",
    "A change of the requested size or the usable region is notified.",
    "Notifications are not told. A driver that never hears of a change does not settle: settle/plugged and settle/unplugged.",
  ),
  leave(
    "V7",
    "STATE changes nothing and tells the truth.",
    "Linux's driver sends STATE in a crash kernel only; the device contract judges it.",
  ),
  leave(
    "H2",
    "Blocks with holes, or of several zones, are not offlined.",
    "Hotpluggable blocks have neither; boot memory is not offlined by any driver of this contract.",
  ),
  leave(
    "H7",
    "Notifiers hear GOING_X, then X or CANCEL_X.",
    "A guest tells offlining as one event with its outcome; the allocator contract judges the notifier chain.",
  ),
  leave(
    "Z3",
    "Watermark checks are signed and include lowmem_reserve.",
    "They decide whether a page is granted, which the allocator contract judges.",
  ),
  leave(
    "C5",
    "After UNPLUG the host has no memory for the range, and gets none until the next PLUG.",
    "Needs a look at the host's page tables, which no answer shows.",
  ),
  leave(
    "BBM",
    "Big-block mode of the driver.",
    "For device blocks larger than memory blocks; geometries of this contract have none.",
  ),
  leave(
    "THP",
    "Huge pages are migrated or split.",
    "Pages of this contract are single frames; nothing in the paper depends on their size.",
  ),
  leave(
    "KSM",
    "Equal pages of different processes are merged.",
    "Merging is off unless asked for, and the paper does not mention it.",
  ),
  leave(
    "shmem",
    "Pages of shmem and tmpfs lie in the shared partition.",
    "No command maps any; decision 3 of docs/decisions/0009-where-the-paper-is-silent.md.",
  ),
  leave("swap", "Pages may be swapped out.", "The paper's guests have no swap."),
  leave(
    "hwpoison",
    "Poisoned frames are skipped when a block goes offline.",
    "The allocator contract judges poison; here it would only shrink partitions.",
  ),
];
