/** What is judged of a trace of the Linux page allocator, once each: the law, and where the kernel makes it. */
export const kmemRules = {
  "block/aligned": {
    says: "A block begins at a multiple of its size, and none of an order above 10 is handed out.",
    source: "include/linux/mmzone.h MAX_ORDER; mm/page_alloc.c __free_one_page; mm/hugetlb.c alloc_gigantic_folio",
  },
  "allocate/once": {
    says: "No frame is handed out while it is allocated.",
    source: "mm/page_alloc.c check_new_page",
  },
  "allocate/online": {
    says: "No frame is used before the memory it belongs to is online. (Needs --boot.)",
    source: "mm/memory_hotplug.c online_pages",
  },
  "allocate/migratetype": {
    says: "The migratetype is the one that the flags of the request ask for.",
    source: "include/linux/gfp.h gfp_migratetype",
  },
  "allocate/reach": {
    says: "Requests for DMA memory are served below 16 MiB, those for DMA32 below 4 GiB.",
    source: "include/linux/gfp.h gfp_zone; arch/x86/mm/init.c zone_sizes_init",
  },
  "allocate/movable-only": {
    says: "Zone Movable serves only requests that are both movable and for high memory. (Needs --movable.)",
    source: "include/linux/gfp.h GFP_ZONE_TABLE",
  },
  "free/once": {
    says: "No frame is freed that is free already.",
    source: "mm/page_alloc.c free_pages_prepare",
  },
  "free/one-block": {
    says: "What is freed together was allocated together.",
    source: "mm/page_alloc.c __free_pages",
  },
  "free/online": {
    says: "Memory that was never online enters in whole pageblocks. (Needs --boot.)",
    source: "mm/memory_hotplug.c online_pages_range; drivers/virtio/virtio_mem.c virtio_mem_online_page",
  },
  "migrate/outside": {
    says: "A page moves to a pageblock that the same call does not empty.",
    source: "mm/page_isolation.c set_migratetype_isolate; mm/migrate.c alloc_migration_target",
  },
  "migrate/target-each": {
    says: "A migrate call moves no more pages than were given a place, or freed, meanwhile.",
    source: "mm/migrate.c migrate_pages",
  },
} as const satisfies Readonly<Record<string, { readonly says: string; readonly source: string }>>;

/** Id of one of {@link kmemRules}. */
export type KmemRule = keyof typeof kmemRules;

/** What a trace cannot show, and what therefore explains an event that would otherwise be odd. */
export const explanations = {
  "allocated, not seen before": "free since before the trace",
  "freed, not seen before": "allocated before the trace, or onlined",
  "onlined whole": "a pageblock or more that was not in use entered the allocator: memory came online",
  "allocated in bulk": "alloc_pages_bulk() takes single unmovable frames, for which the kernel emits no event",
  "taken silently": "alloc_contig_range() took free frames, for which the kernel emits no event",
  "out of memory":
    "a request failed; if a full memory cgroup was why, its frames are freed without having been allocated",
  "flags as a number": "the flags of a request are not spelled out, so it was not judged what they ask for",
  "events were lost": "the trace says so; what was known before is forgotten",
  "call not attributed": "who freed what during a migrate call is not certain, so its targets were not judged",
} as const;

/** One of {@link explanations}. */
export type Explanation = keyof typeof explanations;

/** The first event that no legal history explains. */
export interface KmemConviction {
  readonly rule: KmemRule;
  /** Line of the event, counted from 1. */
  readonly line: number;
  /** The frame it is about; null when it is about none in particular. */
  readonly pfn: number | null;
  /** One sentence. */
  readonly because: string;
}
