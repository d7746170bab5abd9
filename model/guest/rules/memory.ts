import type { RuleText } from "../../rule.ts";
import { any, anyClosed, hotmem } from "./kinds.ts";

/** How long pages live, what holds them, and who dies when there are none. */
export const holdings = {
  "hold/never-moves": {
    says: "A page that is held never goes to another frame.",
    source: "Documentation/core-api/pin_user_pages; mm/migrate.c folio_expected_refs",
    alias: ["M4"],
    ...any,
  },
  "hold/never-given-up": {
    says: "A frame whose page is held is neither freed, dropped nor handed out, also when its process is gone.",
    source: "Documentation/core-api/pin_user_pages; mm/swap.c __folio_put",
    alias: ["M4", "P12", "HB8"],
    ...any,
  },
  "pin/longterm-place": {
    says: "Pages held for long lie in boot memory or in a kernel zone when the pin is granted: never in a movable zone or a partition.",
    source: "mm/gup.c check_and_migrate_movable_pages; include/linux/mm.h folio_is_longterm_pinnable",
    alias: ["M5", "B27"],
    ...any,
  },
  "pin/refused-with-cause": {
    says: "Only a long-term pin is refused, and only when options say so, or when pages are held already or boot memory cannot take them.",
    source: "mm/gup.c migrate_longterm_unpinnable_pages (-ENOMEM, -EBUSY)",
    alias: ["M5"],
    ...anyClosed,
  },
  "fork/copies-what-is-held": {
    says: "A fork copies at once the anonymous areas that input, output or a long-term pin holds, and no others.",
    source: "mm/memory.c copy_present_page, page_try_dup_anon_rmap",
    alias: ["M4"],
    ...any,
  },
  "move/of-pages": {
    says: "Only pages of processes and of the page cache are moved: from frames they have to usable frames that nobody has.",
    source: "mm/migrate.c migrate_pages; mm/page_isolation.c has_unmovable_pages",
    alias: ["M2", "M6"],
    ...any,
  },
  "drop/idle-only": {
    says: "Only page-cache pages that are clean and that nobody maps are given up.",
    source: "mm/vmscan.c shrink_folio_list; mm/truncate.c mapping_evict_folio",
    alias: ["M4", "I2"],
    ...any,
  },
  "exhausted/nothing-left": {
    says: "Nobody is killed, and no allocation fails, while enough permitted frames are free or could be by dropping idle page-cache pages.",
    source: "mm/oom_kill.c out_of_memory; mm/page_alloc.c __alloc_pages_may_oom",
    alias: ["L7", "HM10"],
    ...anyClosed,
  },
  "exhausted/who-dies": {
    says: "A process that is killed was alive, and an answer says killed if and only if who asked is among the dead.",
    source: "mm/oom_kill.c oom_kill_process",
    alias: ["L7"],
    ...any,
  },
  "exhausted/own-instance": {
    says: "When a partition is exhausted nobody outside its instance is killed.",
    source: "arXiv 2411.12893 §4.1: a process that exceeds its partition is killed; there is no spill-over",
    alias: ["P8", "HB13"],
    ...hotmem,
  },
  "exhausted/scope": {
    says: "When a partition is exhausted its whole instance is killed, or the process that asked alone, as the options say.",
    source: "docs/decisions/0009-where-the-paper-is-silent.md; Documentation/admin-guide/cgroup-v2 (memory.oom.group)",
    alias: ["P8"],
    ...hotmem,
  },
} satisfies Record<string, RuleText>;
