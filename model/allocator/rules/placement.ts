import type { RuleText } from "../../rule.ts";
import { any, anyClosed, linuxClosed } from "./kinds.ts";

/** Where a granted page may lie, and when a request may not fail. */
export const placement = {
  "allocate/aligned": {
    says: "A granted page is naturally aligned and lies inside the guest.",
    source: "mm/page_alloc.c __rmqueue_smallest, expand; Documentation/core-api/memory-allocation",
    alias: ["A3"],
    ...any,
  },
  "allocate/disjoint": {
    says: "Nobody else holds a frame of a granted page.",
    source: "mm/page_alloc.c check_new_pages, prep_new_page",
    alias: ["A7"],
    ...any,
  },
  "allocate/holes": {
    says: "A frame that does not exist is never granted.",
    source: "mm/mm_init.c init_unavailable_range (PG_reserved)",
    alias: ["A1"],
    ...any,
  },
  "allocate/poisoned": {
    says: "A poisoned frame is never granted again.",
    source: "mm/memory-failure.c memory_failure; mm/page_alloc.c take_page_off_buddy, free_pages_prepare",
    alias: ["A1"],
    ...any,
  },
  "allocate/isolated": {
    says: "No frame of an isolated pageblock is granted, unless it sat on a per-CPU list when the pageblock was isolated and not every processor was drained since.",
    source: "mm/page_isolation.c set_migratetype_isolate; mm/page_alloc.c free_unref_page, free_pcppages_bulk",
    alias: ["A5"],
    ...any,
  },
  "allocate/cma": {
    says: "Only movable requests are served from CMA pageblocks.",
    source: "mm/page_alloc.c __rmqueue (ALLOC_CMA), fallbacks[]",
    alias: ["A8"],
    ...any,
  },
  "allocate/movable-zone": {
    says: "Pages that are not movable never reside in the movable zone.",
    source: "include/linux/mmzone.h ZONE_MOVABLE; include/linux/gfp.h gfp_zone",
    alias: ["A8", "Z1"],
    ...any,
  },
  "allocate/reach": {
    says: "A request is never served from a zone above the highest it may use.",
    source: "include/linux/gfp.h gfp_zone; mm/page_alloc.c get_page_from_freelist",
    alias: ["Z4"],
    ...any,
  },
  "allocate/highest-zone": {
    says: "A single frame comes from the highest populated zone the request may use as long as that zone has one free.",
    source: "mm/page_alloc.c build_zonerefs_node, get_page_from_freelist",
    alias: ["Z4"],
    ...linuxClosed,
  },
  "allocate/watermark": {
    says: "A request that succeeds leaves the zone above its min mark and, when it could have used the movable zone, above the lowmem reserve; computed with signed numbers.",
    source: "mm/page_alloc.c __zone_watermark_ok",
    alias: ["Z3"],
    ...linuxClosed,
  },
  "allocate/no-spurious-failure": {
    says: "A request for one frame succeeds while a zone it may use has a free frame it may have; judged without per-CPU lists, watermarks and reserves.",
    source: "mm/page_alloc.c get_page_from_freelist, __rmqueue",
    alias: ["A10"],
    ...anyClosed,
  },
  "allocate/blocks-reachable": {
    says: "A request for a larger page, the largest included, succeeds while a zone it may use has a free block of that size that must have been merged.",
    source: "mm/page_alloc.c __rmqueue_smallest, __rmqueue_fallback; include/linux/mmzone.h MAX_PAGE_ORDER (inclusive)",
    alias: ["A10", "A2"],
    ...linuxClosed,
  },
} satisfies Record<string, RuleText>;
