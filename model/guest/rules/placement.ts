import type { RuleText } from "../../rule.ts";
import { any, hotmem, hotmemClosed } from "./kinds.ts";

const paper = "arXiv 2411.12893";

/** Where pages may lie. */
export const placement = {
  "place/as-many-as-asked": {
    says: "An answer names exactly one frame for every page that was asked for.",
    source: "man 2 mmap, madvise (MADV_POPULATE_WRITE): every page of the range is populated",
    alias: ["A7"],
    ...any,
  },
  "place/usable-frames": {
    says: "Every frame that is handed out exists, is plugged and online, and is not held by the driver.",
    source:
      "virtio-v1.3 5.15.6.2: the driver MUST NOT read from or write to unplugged memory; mm/memory_hotplug.c online_pages",
    alias: ["I4", "V-G5", "D10"],
    ...any,
  },
  "place/free-frames": {
    says: "No frame is handed out that somebody has, nor twice in one answer.",
    source: "mm/page_alloc.c check_new_pages, prep_new_page",
    alias: ["A7", "P5"],
    ...any,
  },
  "place/pages-stay": {
    says: "Pages that nobody moved lie where they lay.",
    source: "mm/memory.c handle_pte_fault: a present page is not faulted again; Documentation/mm/page_migration",
    alias: ["M2"],
    ...any,
  },
  "place/breaks-sharing": {
    says: "A write to pages that another process maps, to pages of a file or to the zero page goes to frames of its own.",
    source: "mm/memory.c do_wp_page, wp_page_copy",
    alias: ["P3", "I2"],
    ...any,
  },
  "place/zero-page": {
    says: "Pages that are only read take no frames: they are the zero page.",
    source: "mm/memory.c do_anonymous_page (ZERO_PAGE)",
    alias: ["P3"],
    ...any,
  },
  "place/kernel-zones": {
    says: "Memory of the kernel never resides in a movable zone.",
    source: "include/linux/mmzone.h ZONE_MOVABLE; include/linux/gfp.h gfp_zone",
    alias: ["Z1", "A8"],
    ...any,
  },
  "place/kernel-aligned": {
    says: "Kernel memory of an order is one run of 2^order frames, aligned to its size.",
    source: "mm/page_alloc.c __rmqueue_smallest, expand",
    alias: ["A3"],
    ...any,
  },
  "files/one-copy": {
    says: "A page of a file that is in the page cache is used where it lies and never cached twice.",
    source: `${paper} §4.1: each file page is faulted in once; mm/filemap.c filemap_get_folio`,
    alias: ["P4"],
    ...any,
  },
  "confine/anonymous": {
    says: "Anonymous pages of a process with a partition lie in it, copies after a fork or of file pages included.",
    source: `${paper} §4.1: anonymous faults are served from the private partition only`,
    alias: ["P3", "P8", "P13", "HM9"],
    ...hotmem,
  },
  "confine/files": {
    says: "File pages of a process with a partition lie in the shared partition or in boot memory, as the options say; never in a private partition.",
    source: `${paper} §4.1; docs/decisions/0009-where-the-paper-is-silent.md`,
    alias: ["P4", "HM9"],
    ...hotmem,
  },
  "confine/shared-first": {
    says: "A file page goes to boot memory only when the shared partition has no free frame and nothing that could be dropped.",
    source: `${paper} §4.1; docs/decisions/0009-where-the-paper-is-silent.md`,
    alias: ["P4"],
    ...hotmemClosed,
  },
  "confine/moves": {
    says: "A page that is moved stays in its own partition, or goes to boot memory to be pinned there; file pages never enter a private partition.",
    source: `${paper} §3: instances do not share memory; mm/gup.c migrate_longterm_unpinnable_pages`,
    alias: ["P5", "P3"],
    ...hotmem,
  },
  "confine/kernel": {
    says: "The kernel never obtains memory of a partition.",
    source: `${paper} §3: partitions are excluded from generic allocation`,
    alias: ["P6", "HM5"],
    ...hotmem,
  },
  "confine/unassigned": {
    says: "A process without a partition never obtains memory of a private partition.",
    source: `${paper} §3: only processes that explicitly asked are served from partitions`,
    alias: ["P6", "HM5"],
    ...hotmem,
  },
} satisfies Record<string, RuleText>;
