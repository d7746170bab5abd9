import type { Kind } from "../../../model/contract.ts";
import type { GuestEvent } from "../../../model/guest/events.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";

/** What each command of the guest asks for, for the protocol page. */
export const guestSays: { readonly [K in Kind<Guest>]: string } = {
  resize:
    "Host: change the requested size, in bytes of the hotpluggable range. `refused` when it is no multiple of the device block, or larger than the region.",
  "system-reset": "Host: reset the machine. Processes, content and plugged memory are gone; the requested size stays.",
  restore: "Host: save the machine, end it, and restore it elsewhere. A guest notices nothing.",
  "migration-start": "Host: from now on the device answers `busy` to whatever plugs or unplugs.",
  "migration-end": "Host: that is over.",
  busy: "Host: the device answers `busy` to the next so many requests; 0 ends it.",
  "host-memory": "Host: while it is `short` of memory, PLUG is answered `busy`.",
  obstruct:
    "The next so many times, another driver vetoes an offlining (`veto`), a request cannot be queued (`enqueue`), or adding a block fails (`add`).",
  spawn:
    "Start an instance: a process that asks for a partition of its own. Without a free one it sleeps in the queue when `wait`, else it is refused and gone. `partition` is null where there are no partitions.",
  cancel: "A signal ends the wait of a sleeping process, and the process.",
  fork: "The child shares every page until one of them writes, but areas held by `io` or `longterm` are copied at once: `copies` says where to.",
  thread: "Another thread of a process; it shares the address space.",
  "thread-exit": "The thread ends.",
  exec: "The process begins anew: its areas and its other threads are gone.",
  exit: "The process ends, with all of its threads.",
  kill: "The process is ended by SIGKILL.",
  touch:
    "Map so many anonymous pages and fault each: for writing, a fresh zeroed page each, and `frames` says where; for reading, no frames.",
  write: "Store a value in every page of an area. `frames` says where its pages lie then.",
  read: "Load every page of an area, in page order; `runs` says what is in them, equal neighbours together.",
  discard: "Unmap an area.",
  mlock: "Lock an area in memory. Locked pages may still move to other frames.",
  pin: "Hold every page of an area, also beyond the end of the process: input or output in flight (`io`), for long (`longterm`), or by a pipe (`splice`). `frames` says where they lie then; the zero page has none.",
  unpin: "Give a hold back.",
  "fault-file": "Map pages of a file privately and fault each for reading, through the page cache.",
  "read-file":
    "Read pages of a file through the page cache. `frames` says where they lie there, `runs` what is in them.",
  "write-file": "Write a value to pages of a file. They are dirty until `drop-caches` with `sync`.",
  "drop-caches": "Give up clean pages of the page cache that nobody maps or holds; `sync` cleans dirty ones first.",
  "kernel-allocate": "The kernel takes 2^`order` frames for itself; they cannot move.",
  "kernel-free": "It gives them back.",
  run: "Let the workers of the guest (driver, balloon) take up to so many small steps.",
  settle:
    "Let them go on until nothing can change without a new command; `unsettled` when that takes more than `within` small steps.",
  observe:
    "Look without touching: memory blocks, plugged extents, zones, partitions and the queue; see below. Optional.",
};

/** What each event of the guest tells, for the protocol page. */
export const eventSays: { readonly [K in GuestEvent["kind"]]: string } = {
  config: "The driver read the configuration of the device.",
  send: "The driver queued a request, or failed to (`queued` is false).",
  response: "The device answered it.",
  add: "A block was added; its memory map lies in these frames of boot memory.",
  online: "A block came online in this zone.",
  offline: "An attempt to take a block offline.",
  remove: "An offline block was removed, and its memory map freed.",
  isolate: "An attempt to take these frames of an online block for the driver alone.",
  "give-back": "The driver gave these frames to the allocator.",
  move: "Pages went to other frames, with their content and all references.",
  drop: "Clean pages of the page cache were given up.",
  zero: "Frames were cleared although nobody asked for them.",
  partition: "A partition is in this state now, and so many address spaces use it.",
  killed: "The out-of-memory killer ended this process.",
  served: "A waiting process got this partition and runs. That the partition is assigned is told next.",
  timer: "The retry timer of the driver expired.",
  broken: "The driver gave up for good.",
  inflate: "A balloon took these frames from the guest, and the host knows.",
  deflate: "A balloon gave these frames back to it.",
};
