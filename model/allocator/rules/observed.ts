import type { RuleText } from "../../rule.ts";
import { counted, linuxListed, listed } from "./kinds.ts";

/** What an observer can count and list. */
export const observed = {
  "count/managed": {
    says: "managed counts the frames of online blocks, less holes and PG_offline frames.",
    source: "mm/page_alloc.c adjust_managed_page_count; drivers/virtio/virtio_mem.c virtio_mem_set_fake_offline",
    alias: ["C1"],
    ...counted,
  },
  "count/free": {
    says: "free and per-CPU frames together are the frames nobody holds outside isolated pageblocks.",
    source: "mm/page_alloc.c __mod_zone_freepage_state, account_freepages",
    alias: ["C2"],
    ...counted,
  },
  "count/present": {
    says: "managed is at most present, present at most spanned; present and spanned change by whole blocks.",
    source: "mm/memory_hotplug.c adjust_present_page_count, resize_zone_range, shrink_zone_span",
    alias: ["C3"],
    ...counted,
  },
  "count/isolated": {
    says: "The count of isolated pageblocks is that of isolations begun and not ended.",
    source: "mm/page_isolation.c nr_isolate_pageblock",
    alias: ["C4"],
    ...counted,
  },
  "count/per-cpu": {
    says: "Per-CPU lists are empty after every processor was drained, while a block of the zone goes offline, and where there are none.",
    source: "mm/page_alloc.c drain_pages_zone, zone_pcp_disable",
    alias: ["C1"],
    ...counted,
  },
  "lists/one-place": {
    says: "Every frame nobody holds is on exactly one free list or per-CPU list, and no other frame is on any.",
    source: "mm/page_alloc.c __free_one_page, free_unref_page_commit",
    alias: ["A1"],
    ...listed,
  },
  "lists/order": {
    says: "Orders on free lists are 0 to the largest order, inclusive.",
    source: "include/linux/mmzone.h NR_PAGE_ORDERS",
    alias: ["A2"],
    ...listed,
  },
  "lists/aligned": {
    says: "A free buddy is aligned to its size and lies in one zone and in online blocks.",
    source: "mm/page_alloc.c __free_one_page, page_is_buddy",
    alias: ["A3"],
    ...listed,
  },
  "lists/merged": {
    says: "Two free buddies whose merge the type rule permits are merged, unless an isolation ended and neither was allocated since.",
    source: "mm/page_alloc.c __free_one_page",
    alias: ["A4"],
    ...linuxListed,
  },
  "lists/isolated": {
    says: "Free frames of isolated pageblocks, and only they, are on ISOLATE lists.",
    source: "mm/page_isolation.c set_migratetype_isolate, move_freepages_block",
    alias: ["A5"],
    ...linuxListed,
  },
  "lists/type": {
    says: "A free buddy's list has the type of every pageblock it covers: all types since 6.12, CMA before.",
    source: "mm/page_alloc.c account_freepages, expand (VM_WARN_ONCE on migratetype); commit c0cd6f557b90",
    alias: ["A6"],
    ...linuxListed,
  },
  "lists/counted": {
    says: "The counters that come with the lists are the sums of the lists.",
    source: "mm/page_alloc.c __free_one_page, __rmqueue_smallest",
    alias: ["C1", "C2", "C4"],
    ...listed,
  },
  "lists/restored": {
    says: "Allocating from the own list and freeing again restores the sizes (since 6.12 also the lists) of all free buddies and the types of all pageblocks.",
    source: "mm/page_alloc.c expand, __free_one_page",
    alias: ["A9"],
    ...linuxListed,
  },
  "fallback/own-first": {
    says: "While the own list has a block that is large enough, the smallest such block is used.",
    source: "mm/page_alloc.c __rmqueue_smallest",
    alias: ["A11"],
    ...linuxListed,
  },
  "fallback/largest": {
    says: "Fallback takes the largest block of another type, or for movable pages the smallest when no block can be claimed.",
    source: "mm/page_alloc.c __rmqueue_fallback, find_suitable_fallback",
    alias: ["A11"],
    ...linuxListed,
  },
  "fallback/retype": {
    says: "Fallback changes the type of a pageblock only when the stolen buddy covers it or at least half of it is free or compatible.",
    source: "mm/page_alloc.c steal_suitable_fallback (try_to_claim_block since 6.15)",
    alias: ["A11"],
    ...linuxListed,
  },
} satisfies Record<string, RuleText>;
