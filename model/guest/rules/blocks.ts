import type { RuleText } from "../../rule.ts";
import { any, anyClosed } from "./kinds.ts";

/** Memory blocks, and who has their frames: allocator or driver. */
export const blocks = {
  "block/transitions": {
    says: "A block with plugged memory is added, then online, offline and removed, in this order, each from the state before.",
    source: "drivers/base/memory.c memory_block_action; mm/memory_hotplug.c try_remove_memory",
    alias: ["H1", "H5"],
    ...any,
  },
  "block/zone": {
    says: "Blocks of partitions come online in the zone of their partition; a guest without partitions has kernel and movable blocks only.",
    source: "arXiv 2411.12893 section 4.1 (onlining is intercepted); mm/memory_hotplug.c zone_for_pfn_range",
    alias: ["Z2", "P13"],
    ...any,
  },
  "block/taken-unused": {
    says: "Frames that go offline, are isolated or zeroed, or go into a balloon are used by nobody.",
    source: "mm/memory_hotplug.c offline_pages; mm/page_isolation.c test_pages_isolated",
    alias: ["H3", "P12", "M4", "I2"],
    ...any,
  },
  "block/handed-over-once": {
    says: "The driver hands only plugged frames that it holds to the allocator, and isolates only frames that the allocator has.",
    source: "drivers/virtio/virtio_mem.c virtio_mem_fake_online, virtio_mem_online_page_cb",
    alias: ["C3", "D10", "H8"],
    ...any,
  },
  "block/memory-map": {
    says: "The memory map of an added block lies in free memory that the kernel may have and has its full size; a failed add keeps none.",
    source: "mm/sparse-vmemmap.c vmemmap_populate; mm/memory_hotplug.c add_memory_resource (error path)",
    alias: ["H6"],
    ...any,
  },
  "block/no-spurious-failure": {
    says: "Offlining or isolating frames that nobody uses does not fail, per-CPU lists and vetoes apart.",
    source: "mm/page_alloc.c alloc_contig_range; mm/memory_hotplug.c offline_pages",
    alias: ["L3", "L6"],
    ...anyClosed,
  },
} satisfies Record<string, RuleText>;
