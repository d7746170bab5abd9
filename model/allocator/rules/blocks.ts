import type { RuleText } from "../../rule.ts";
import { any, anyClosed, counted, linux, linuxListed, listed } from "./kinds.ts";

/** The life of a memory block: add, online, offline, remove, and who is told. */
export const blocks = {
  "block/transitions": {
    says: "A memory block changes state only from absent to offline to online and back, one command each.",
    source: "drivers/base/memory.c memory_block_action; Documentation/admin-guide/mm/memory-hotplug",
    alias: ["H1"],
    ...any,
  },
  "block/reason": {
    says: "A hotplug request that does not fit the block's state is refused with the errno of the kernel: add EEXIST, online and offline EINVAL, remove EBUSY or EINVAL.",
    source: "drivers/base/memory.c state_store; mm/memory_hotplug.c add_memory_resource, try_remove_memory",
    alias: ["H1"],
    ...linux,
  },
  "block/no-spurious-refusal": {
    says: "A hotplug request that fits the block's state is refused only for a reason that is there: a veto, poison, no memory for the memmap.",
    source: "mm/memory_hotplug.c add_memory_resource, online_pages, offline_pages",
    alias: ["H1"],
    ...anyClosed,
  },
  "block/listed": {
    says: "Observed block states are those that commands led to; going-offline shows only while an offline operation runs.",
    source: "drivers/base/memory.c state_show",
    alias: ["H1"],
    ...listed,
  },
  "block/zone": {
    says: "A block keeps the zone it was onlined to until it is offline.",
    source: "mm/memory_hotplug.c move_pfn_range_to_zone; include/linux/mm.h page_zone",
    alias: ["Z2"],
    ...listed,
  },
  "add/failure-leaves-nothing": {
    says: "A refused add changes no count and no state.",
    source: "mm/memory_hotplug.c add_memory_resource (error path)",
    alias: ["H6"],
    ...counted,
  },
  "online/not-before": {
    says: "No frame of a block that was added but never onlined is granted.",
    source: "mm/memory_hotplug.c online_pages, move_pfn_range_to_zone (MIGRATE_ISOLATE)",
    alias: ["H8"],
    ...any,
  },
  "offline/holes": {
    says: "A block with a hole is never offlined.",
    source: "mm/memory_hotplug.c offline_pages (system_ram_pages)",
    alias: ["H2"],
    ...any,
  },
  "offline/empty": {
    says: "A block goes offline only when each of its frames is free, poisoned or PG_offline.",
    source: "mm/memory_hotplug.c offline_pages; mm/page_isolation.c test_pages_isolated",
    alias: ["H3"],
    ...any,
  },
  "offline/leaves-nothing": {
    says: "No frame of a block that went offline is granted.",
    source: "mm/page_alloc.c __offline_isolated_pages",
    alias: ["H3"],
    ...any,
  },
  "offline/finishes": {
    says: "An offline operation of which each frame is free, poisoned or PG_offline ends at once.",
    source: "mm/memory_hotplug.c offline_pages, zone_pcp_disable",
    alias: ["H3"],
    ...anyClosed,
  },
  "offline/rollback": {
    says: "After a failed offline the block is online, nothing of it is isolated and its pageblocks are movable.",
    source:
      "mm/memory_hotplug.c offline_pages (failed_removal); mm/page_isolation.c undo_isolate_page_range (before 6.17)",
    alias: ["H4"],
    ...linuxListed,
  },
  "remove/leaves-nothing": {
    says: "No frame of an absent block is granted.",
    source: "mm/memory_hotplug.c try_remove_memory, arch_remove_memory",
    alias: ["H5"],
    ...any,
  },
  "remove/offline-only": {
    says: "Only an offline block is removed.",
    source: "mm/memory_hotplug.c try_remove_memory, check_memblock_offlined_cb",
    alias: ["H5"],
    ...any,
  },
  "notify/order": {
    says: "The notifier chain hears GOING_X, then X or CANCEL_X, and never CANCEL_X after X.",
    source: "Documentation/core-api/memory-hotplug; mm/memory_hotplug.c memory_notify",
    alias: ["H7"],
    ...any,
  },
  "notify/veto": {
    says: "A vetoed transition does not happen, and none is vetoed without a veto.",
    source: "mm/memory_hotplug.c online_pages, offline_pages (notifier_to_errno)",
    alias: ["H7"],
    ...any,
  },
} satisfies Record<string, RuleText>;
