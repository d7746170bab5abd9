import type { RuleText } from "../../rule.ts";
import { any, anyClosed, linux, linuxListed } from "./kinds.ts";

/** Migration, isolation and contiguous ranges. */
export const movement = {
  "migrate/content": {
    says: "A page that migrated reads as before.",
    source: "mm/migrate.c migrate_folio_extra, folio_migrate_copy",
    alias: ["M1"],
    ...any,
  },
  "migrate/failure": {
    says: "A page that was in range of a migration but did not migrate reads as before.",
    source: "mm/migrate.c migrate_folio_undo_src, migrate_folio_undo_dst",
    alias: ["M6"],
    ...any,
  },
  "migrate/source": {
    says: "What migrates is a whole movable page of the range, at the place where it is.",
    source: "mm/memory_hotplug.c do_migrate_range; mm/compaction.c isolate_migratepages_range",
    alias: ["M6"],
    ...any,
  },
  "migrate/referenced": {
    says: "A page with a pin or any other reference neither moves nor is freed.",
    source: "mm/migrate.c folio_expected_refs, folio_migrate_mapping",
    alias: ["M4"],
    ...any,
  },
  "migrate/poisoned": {
    says: "A page with a poisoned frame is not copied.",
    source: "mm/memory_hotplug.c do_migrate_range (PageHWPoison)",
    alias: ["M1"],
    ...any,
  },
  "migrate/target": {
    says: "A page migrates to aligned, existing, free frames of an online block.",
    source: "mm/migrate.c alloc_migration_target",
    alias: ["A7", "M1"],
    ...any,
  },
  "migrate/isolated-target": {
    says: "The target of a migration is never inside a pageblock that is isolated at that moment.",
    source: "mm/memory_hotplug.c do_migrate_range; mm/page_isolation.c",
    alias: ["M3"],
    ...any,
  },
  "migrate/zone": {
    says: "A page migrates only to a zone its allocation could have used.",
    source: "mm/migrate.c alloc_migration_target (gfp_mask)",
    alias: ["Z1", "Z4"],
    ...any,
  },
  "migrate/batch": {
    says: "One step of alloc_contig_range migrates at most 32 pages.",
    source: "mm/page_alloc.c __alloc_contig_migrate_range (COMPACT_CLUSTER_MAX)",
    alias: [],
    ...linux,
  },
  "isolate/exclusive": {
    says: "A pageblock that is isolated already is not isolated again.",
    source: "mm/page_isolation.c set_migratetype_isolate (-EBUSY)",
    alias: ["A5"],
    ...any,
  },
  "isolate/cma": {
    says: "A CMA pageblock is isolated only for CMA itself.",
    source: "mm/page_isolation.c has_unmovable_pages (is_migrate_cma)",
    alias: ["H2"],
    ...any,
  },
  "isolate/no-spurious-busy": {
    says: "Isolation is refused only when a pageblock is isolated already or may hold something that cannot move, a referenced page included.",
    source: "mm/page_isolation.c has_unmovable_pages, isolate_single_pageblock",
    alias: [],
    ...anyClosed,
  },
  "isolate/given-type": {
    says: "When an isolation ends, its pageblocks have the type that was named, movable where none was; those of a block that went online are movable.",
    source:
      "mm/page_isolation.c unset_migratetype_isolate, undo_isolate_page_range (before 6.17, which keeps types through isolation); mm/memory_hotplug.c online_pages",
    alias: ["A5"],
    ...linuxListed,
  },
  "contig/free": {
    says: "A contiguous range is taken only when every frame of it is free.",
    source: "mm/page_isolation.c test_pages_isolated; mm/page_alloc.c alloc_contig_range",
    alias: ["A7"],
    ...any,
  },
  "contig/no-spurious-busy": {
    says: "A contiguous range of which every frame is free is taken.",
    source: "mm/page_alloc.c alloc_contig_range",
    alias: ["A10"],
    ...anyClosed,
  },
} satisfies Record<string, RuleText>;
