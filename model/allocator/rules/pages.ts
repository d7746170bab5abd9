import type { RuleText } from "../../rule.ts";
import { any, anyClosed, counted, linux } from "./kinds.ts";

/** What is owed to a page while somebody has it: content, references, the way back. */
export const pages = {
  "release/wrong-size": {
    says: "Freeing an allocation twice, with another order or from its middle is refused and changes nothing.",
    source: "mm/page_alloc.c free_pages_prepare, check_free_page, VM_BUG_ON_PAGE(PageTail)",
    alias: ["A7"],
    ...any,
  },
  "zero/fresh": {
    says: "A page that was to be zeroed reads zero until it is written, wherever its frames came from.",
    source: "mm/page_alloc.c post_alloc_hook, want_init_on_alloc",
    alias: ["I1"],
    ...any,
  },
  "zero/counted": {
    says: "Zeroing clears exactly the frames of the request, whenever the caller or init_on_alloc asks for it.",
    source: "mm/page_alloc.c post_alloc_hook, split_map_pages",
    alias: ["I1"],
    ...any,
  },
  "zero/unasked": {
    says: "Nothing is cleared unless the caller or init_on_alloc asks for it.",
    source: "mm/page_alloc.c post_alloc_hook, want_init_on_alloc",
    alias: ["I5"],
    ...linux,
  },
  "content/kept": {
    says: "What was written to an allocation is read back from it, unmixed.",
    source: "virtio-v1.3 5.15.6.1; Documentation/core-api/memory-allocation",
    alias: ["I2"],
    ...any,
  },
  "hold/granted": {
    says: "A reference on a live page is granted when nothing has to be moved for it.",
    source: "mm/gup.c try_grab_folio; Documentation/core-api/pin_user_pages",
    alias: ["M5"],
    ...anyClosed,
  },
  "hold/longterm-place": {
    says: "A granted long-term pin never rests on a page in the movable zone or in CMA, nor in an isolated pageblock where CMA is built in.",
    source: "mm/gup.c check_and_migrate_movable_pages; include/linux/mm.h folio_is_longterm_pinnable",
    alias: ["M5"],
    ...any,
  },
  "hold/needless-move": {
    says: "Taking a reference moves a page only when it is long-term and the page lies where it may not be pinned.",
    source: "mm/gup.c collect_longterm_unpinnable_folios",
    alias: ["M5"],
    ...any,
  },
  "hold/failure-leaves-nothing": {
    says: "A refused long-term pin leaves no reference behind: the page becomes free when it is released.",
    source: "mm/gup.c migrate_longterm_unpinnable_folios (unpin_user_pages on error)",
    alias: ["M5"],
    ...counted,
  },
  "poison/answer": {
    says: "Poison is told about every frame as it is: free, in use, or ignored because it is absent, offline, a hole or poisoned already.",
    source: "mm/memory-failure.c memory_failure, get_hwpoison_page",
    alias: ["A1"],
    ...any,
  },
} satisfies Record<string, RuleText>;
