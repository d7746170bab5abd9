import type { RuleText } from "../../rule.ts";
import { any, hotmem } from "./kinds.ts";

/** What processes may find in their pages. */
export const content = {
  "content/every-page": {
    says: "A load of an area or of pages of a file says what every page holds, once.",
    source: "man 2 read, mmap",
    alias: ["I2"],
    ...any,
  },
  "content/fresh-is-zero": {
    says: "A page that nobody wrote to holds 0, however its frame came to be free.",
    source: "mm/memory.c do_anonymous_page (alloc_zeroed_user_highpage_movable)",
    alias: ["I1"],
    ...any,
  },
  "content/kept": {
    says: "What was stored in a page is found there, whatever was plugged, unplugged, moved, saved or refused in between.",
    source: "virtio-v1.3 5.15.6.1: the device MUST NOT modify plugged memory; Documentation/mm/page_migration",
    alias: ["I2", "M1", "V-D11"],
    ...any,
  },
  "content/of-files": {
    says: "A page of a file holds what was last written to it, whether it stayed in the page cache, moved or was dropped.",
    source: "mm/filemap.c filemap_read; Documentation/filesystems/vfs",
    alias: ["I2", "M1"],
    ...any,
  },
  "content/reuse-exposes-nothing": {
    says: "A partition that is assigned again without being plugged anew shows nothing of the instance before.",
    source:
      "arXiv 2411.12893 §4.1: free populated partitions are assigned again; init_on_alloc or __GFP_ZERO must still hold",
    alias: ["P14", "I1"],
    ...hotmem,
  },
  "content/skipped-zeroing-stays-inside": {
    says: "Zeroing is skipped for pages that go away only: after an unplug that was given up, fresh pages hold 0.",
    source: "arXiv 2411.12893 §4.1: zeroing of pages about to be unplugged is skipped",
    alias: ["I5", "HB10"],
    ...hotmem,
  },
} satisfies Record<string, RuleText>;
