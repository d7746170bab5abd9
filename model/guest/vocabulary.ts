import type { Extent, FrameCount, Handle, Order, U64 } from "../units.ts";
import type { PartitionState, Told, Zone } from "./events.ts";

/** The command was carried out; nothing to say but what happened on the way. */
export type Done = { readonly kind: "done" } & Told;
/** The command was not carried out and changed nothing. */
export type Refused = { readonly kind: "refused"; readonly why: string } & Told;
/** These frames now hold the pages, in page order; events come before. */
export type Placed = { readonly kind: "placed"; readonly frames: readonly Extent[] } & Told;
/** The process that asked was ended by the out-of-memory killer; the events name everyone who was. */
export type Killed = { readonly kind: "killed" } & Told;
/** No frame may be used for this; nothing changed. */
export type Exhausted = { readonly kind: "exhausted" } & Told;

/** Equal content of so many consecutive pages. Every page holds one value; a fresh page and a page of a new file hold 0. */
export interface Run {
  readonly value: number;
  readonly pages: FrameCount;
}

/** State of a memory block as Linux's driver keeps it, plus `private` and `shared` for blocks online in a partition. */
export type BlockState =
  | "unused"
  | "plugged"
  | "offline"
  | "offline-partial"
  | "kernel"
  | "kernel-partial"
  | "movable"
  | "movable-partial"
  | "shared"
  | "shared-partial"
  | "private"
  | "private-partial";

/** One zone as an observer sees it; boot memory is zone `boot`. Frames that the driver holds are not managed. */
export interface ZoneSight {
  readonly zone: Zone | "boot";
  /** Which partition; null for zones that are none. */
  readonly partition: number | null;
  readonly managed: FrameCount;
  /** Frames that nobody uses, those parked on per-CPU lists included. */
  readonly free: FrameCount;
}

/** A look at everything. */
export type Observed = {
  readonly kind: "observed";
  /** By memory block of the hotpluggable range, in order. */
  readonly blocks: readonly BlockState[];
  /** The driver's own record of what is plugged, as maximal runs, ascending. */
  readonly plugged: readonly Extent[];
  /** Zones that have memory: boot first, then ascending by first frame. Kernel-zone blocks are a zone of their own. */
  readonly zones: readonly ZoneSight[];
  /** Empty for a guest without partitions. */
  readonly partitions: readonly { readonly state: PartitionState; readonly users: number }[];
  /** Processes that wait for a partition, first in the queue first. */
  readonly waiting: readonly Handle[];
} & Told;

/** Why a page is held beyond its address spaces: input or output in flight (FOLL_PIN), FOLL_LONGTERM, or a pipe. */
export type Hold = "io" | "longterm" | "splice";

/** What a host, or another driver in the guest, may be made to do wrong; each a legal misfortune that must be coped with. */
export type Misfortune =
  /** The next offlining attempts are vetoed by another driver's notifier. */
  | "veto"
  /** The next requests cannot be queued. */
  | "enqueue"
  /** The next add_memory calls fail for lack of memory. */
  | "add";

/**
 * A whole guest: host, processes, memory manager, driver, device. Sizes in bytes count the hotpluggable range only.
 *
 * A run begins like the time after a system reset: nothing runs, nothing is plugged. The requested size is that of the shared
 * partition, which the driver plugs first.
 * Commands act at once; the guest's workers (driver, balloon) move only in answers to `run` and `settle` when the subject is
 * a model, at any time when it is a real guest. Within an answer, effects of the command itself come before the events for
 * commands that give up something (exit, discard, unpin, resize ...), and after them for commands that need frames.
 *
 * An area is a mapping of some pages in one process, named by process and area; fork gives the child areas of the same names.
 * All pages of an area live alike: touched, written, pinned and discarded together.
 */
export interface Guest {
  // --- host ---
  /** Sets requested_size; any value. Refused when it is no multiple of the device block or larger than the region. */
  resize: { ask: { readonly bytes: U64 }; answer: Done | Refused };
  /** Reset of the whole machine: processes, content and plugged memory are gone, the requested size stays. */
  "system-reset": { ask: object; answer: Done };
  /** Saves the machine, ends it and restores it elsewhere. Nothing a guest sees may differ, except unplugged memory. */
  restore: { ask: object; answer: Done };
  /** From start to end the device answers BUSY to everything that plugs or unplugs. */
  "migration-start": { ask: object; answer: Done };
  "migration-end": { ask: object; answer: Done };
  /** The device answers BUSY to the next so many requests; 0 ends it. */
  busy: { ask: { readonly requests: number }; answer: Done };
  /** While the host has no memory to spare, PLUG is answered BUSY. */
  "host-memory": { ask: { readonly short: boolean }; answer: Done };
  /** The next so many times this goes wrong; 0 ends it. */
  obstruct: { ask: { readonly what: Misfortune; readonly times: number }; answer: Done };

  // --- processes ---
  /**
   * Starts an instance: one process that asks for a partition of its own. `partition` is null in a guest without partitions.
   * Without a free partition the process sleeps in the queue when `wait`, else it is refused and gone.
   */
  spawn: {
    ask: { readonly as: Handle; readonly wait: boolean };
    answer:
      | ({ readonly kind: "attached"; readonly partition: number | null } & Told)
      | ({ readonly kind: "waiting" } & Told)
      | Refused;
  };
  /** A signal ends the wait of a sleeping process; the process is gone. */
  cancel: { ask: { readonly process: Handle }; answer: Done };
  /**
   * The child shares every page of the parent until one of them writes, except areas held by `io` or `longterm`: those are
   * copied at once, and the copies named. Exhausted: there was no child.
   */
  fork: {
    ask: { readonly process: Handle; readonly as: Handle };
    answer:
      | ({
          readonly kind: "forked";
          readonly copies: readonly { readonly area: Handle; readonly frames: readonly Extent[] }[];
        } & Told)
      | Exhausted;
  };
  /** A thread shares the address space of its process. */
  thread: { ask: { readonly process: Handle; readonly as: Handle }; answer: Done };
  "thread-exit": { ask: { readonly thread: Handle }; answer: Done };
  /** A new address space: areas and other threads are gone. */
  exec: { ask: { readonly process: Handle }; answer: Done };
  exit: { ask: { readonly process: Handle }; answer: Done };
  /** SIGKILL to a running process. */
  kill: { ask: { readonly process: Handle }; answer: Done };

  // --- memory ---
  /** Maps `pages` anonymous pages and faults each: for writing (a fresh zeroed page each), or for reading (the zero page; no frames). */
  touch: {
    ask: { readonly process: Handle; readonly as: Handle; readonly pages: FrameCount; readonly write: boolean };
    answer: Placed | Killed;
  };
  /**
   * Stores `value` in every page of an area. `frames` says where its pages lie afterwards: where they lay, or all anew when
   * they were shared with another process, the zero page or pages of a file.
   */
  write: {
    ask: { readonly process: Handle; readonly area: Handle; readonly value: number };
    answer: Placed | Killed;
  };
  /** Loads every page of an area, in page order. */
  read: {
    ask: { readonly process: Handle; readonly area: Handle };
    answer: { readonly kind: "content"; readonly runs: readonly Run[] } & Told;
  };
  /** Unmaps an area. */
  discard: { ask: { readonly process: Handle; readonly area: Handle }; answer: Done };
  /** Locks an area in memory. Locked pages may be migrated. */
  mlock: { ask: { readonly process: Handle; readonly area: Handle }; answer: Done };
  /** Holds every page of an area, also beyond the end of its process. `frames` says where the pages lie then. */
  pin: {
    ask: { readonly process: Handle; readonly area: Handle; readonly as: Handle; readonly how: Hold };
    answer: Placed | Refused;
  };
  unpin: { ask: { readonly pin: Handle }; answer: Done };

  // --- files: page cache ---
  /** Maps pages of a file privately and faults each for reading. A page in the cache is mapped, not read again. */
  "fault-file": {
    ask: {
      readonly process: Handle;
      readonly as: Handle;
      readonly file: number;
      readonly first: number;
      readonly pages: FrameCount;
    };
    answer: Placed | Killed;
  };
  /** read(): fills the cache where needed. `frames` says where the pages lie. */
  "read-file": {
    ask: { readonly process: Handle; readonly file: number; readonly first: number; readonly pages: FrameCount };
    answer: (Placed & { readonly runs: readonly Run[] }) | Killed;
  };
  /** write(): the pages are dirty until `drop-caches` with `sync`. */
  "write-file": {
    ask: {
      readonly process: Handle;
      readonly file: number;
      readonly first: number;
      readonly pages: FrameCount;
      readonly value: number;
    };
    answer: Placed | Killed;
  };
  /** Gives up clean page-cache pages that nobody maps or holds; `sync` cleans dirty ones first. Events name the frames. */
  "drop-caches": { ask: { readonly sync: boolean }; answer: Done };

  // --- kernel ---
  "kernel-allocate": { ask: { readonly as: Handle; readonly order: Order }; answer: Placed | Exhausted };
  "kernel-free": { ask: { readonly what: Handle }; answer: Done };

  // --- progress ---
  /** Lets the workers take up to so many micro-steps; fewer when they have nothing to do. An armed timer expires at once. */
  run: { ask: { readonly steps: number }; answer: { readonly kind: "ran" } & Told };
  /**
   * Lets the workers go on until nothing can change any more without a new command: idle, or a whole retry in which nothing was
   * acknowledged and no misfortune was used up. `unsettled`: that was not reached within so many micro-steps.
   */
  settle: {
    ask: { readonly within: number };
    answer: ({ readonly kind: "settled" } & Told) | ({ readonly kind: "unsettled" } & Told);
  };
  /** Changes nothing. Optional for subjects. */
  observe: { ask: object; answer: Observed };
}
