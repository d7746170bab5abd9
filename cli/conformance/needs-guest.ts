import type { Needs } from "./needs-table.ts";

/** What the rules of a whole guest need; printed by `bench/needs.ts guest`. */
export const guestNeeds: Needs = {
  "place/as-many-as-asked": ["resize run spawn touch", "kernel-allocate"],
  "place/usable-frames": ["kernel-allocate", "resize run spawn touch", "resize settle spawn touch"],
  "place/free-frames": ["kernel-allocate", "resize run spawn touch", "resize settle spawn touch"],
  "place/pages-stay": [
    "resize run spawn touch write",
    "resize settle spawn touch write",
    "resize run spawn write fault-file",
  ],
  "place/breaks-sharing": [
    "resize run spawn touch write",
    "resize settle spawn touch write",
    "resize run spawn write fault-file",
  ],
  "place/zero-page": ["resize run spawn touch", "resize settle spawn touch"],
  "place/kernel-zones": ["kernel-allocate"],
  "place/kernel-aligned": ["kernel-allocate"],
  "files/one-copy": ["resize run spawn fault-file", "resize settle spawn fault-file", "resize run spawn read-file"],
  "confine/anonymous": ["resize run spawn touch", "resize settle spawn touch", "resize run spawn write fault-file"],
  "confine/files": ["resize run spawn fault-file", "resize settle spawn fault-file", "resize run spawn read-file"],
  "confine/shared-first": [
    "resize run spawn fault-file",
    "resize settle spawn fault-file",
    "resize run spawn read-file",
  ],
  "confine/moves": ["resize run spawn touch pin", "resize settle spawn touch pin", "resize run spawn pin fault-file"],
  "confine/kernel": ["run kernel-allocate", "settle kernel-allocate", "spawn kernel-allocate"],
  "confine/unassigned": [
    "resize run spawn exec touch",
    "resize settle spawn exec touch",
    "resize run spawn exec fault-file",
  ],
  "hold/never-moves": [
    "resize run spawn touch pin",
    "resize settle spawn touch pin",
    "resize run spawn pin fault-file",
  ],
  "hold/never-given-up": [
    "resize run spawn touch pin",
    "resize settle spawn touch pin",
    "resize run spawn pin fault-file",
  ],
  "pin/longterm-place": [
    "resize run spawn touch pin",
    "resize settle spawn touch pin",
    "resize run spawn pin fault-file",
  ],
  "pin/refused-with-cause": [
    "resize run spawn touch pin",
    "resize settle spawn touch pin",
    "resize run spawn pin fault-file",
  ],
  "fork/copies-what-is-held": ["resize run spawn fork", "resize settle spawn fork"],
  "move/of-pages": ["resize run spawn touch pin", "resize settle spawn touch pin", "resize run spawn pin fault-file"],
  "drop/idle-only": ["resize run spawn fault-file", "resize settle spawn fault-file", "resize run spawn read-file"],
  "exhausted/nothing-left": ["kernel-allocate", "resize run spawn touch", "resize settle spawn touch"],
  "exhausted/who-dies": ["resize run spawn touch", "resize settle spawn touch", "resize run spawn fault-file"],
  "exhausted/own-instance": [
    "resize run spawn touch",
    "resize settle spawn touch",
    "resize run spawn write fault-file",
  ],
  "exhausted/scope": ["resize run spawn touch", "resize settle spawn touch", "resize run spawn write fault-file"],
  "content/every-page": [
    "resize run spawn read-file",
    "resize settle spawn touch read",
    "resize settle spawn read fault-file",
  ],
  "content/fresh-is-zero": ["resize settle spawn touch read", "resize run spawn touch read"],
  "content/kept": [
    "resize run spawn touch write read",
    "resize settle spawn touch write read",
    "resize run spawn write read fault-file",
  ],
  "content/of-files": [
    "resize run spawn read-file",
    "resize settle spawn read fault-file",
    "resize settle spawn read-file",
  ],
  "content/reuse-exposes-nothing": ["resize settle spawn touch read", "resize run spawn touch read"],
};
