import type { Extent } from "../../../units.ts";
import type { RequestType } from "../../events.ts";
import type { Misfortune } from "../../vocabulary.ts";
import type { Host } from "./host.ts";

/** Block states by number, in the order of `BlockState`; an odd number from 3 on is the partial form of the one before. */
export const UNUSED = 0;
export const PLUGGED = 1;
export const OFFLINE = 2;
export const OFFLINE_PARTIAL = 3;
export const KERNEL_BLOCK = 4;
export const MOVABLE_BLOCK = 6;
export const SHARED_BLOCK = 8;
export const PRIVATE_BLOCK = 10;

/** The driver's record of memory blocks. Indexed by block less the first hotpluggable one; frames and blocks are plain numbers. */
export interface BlockTable {
  /** The first hotpluggable memory block. */
  readonly first: number;
  readonly subblocksPerBlock: number;
  readonly state: Uint8Array;
  /** How many blocks are in each state. */
  readonly inState: Int32Array;
  /** By block: its plugged subblocks. */
  readonly pluggedIn: Int32Array;
  /** By subblock of the region: 1 plugged. */
  readonly subblocks: Uint8Array;
  /** By block: where its memory map lies while it is added. */
  readonly memmap: (readonly Extent[] | null)[];
}

/** What the worker does with its next micro-step. */
export type Phase =
  /** Nothing, until woken or until its timer expires. */
  | "asleep"
  /** Starts its work loop: looks at what is left to do and does the first of it. */
  | "begin"
  /** Queues the request that it has prepared. */
  | "send"
  /** Takes the response to the request that is queued. */
  | "response"
  | "add"
  | "online"
  /** Hands the frames of a request to the allocator: PLUG acknowledged, or UNPLUG refused. */
  | "give-back"
  | "isolate"
  | "offline"
  | "remove"
  /** A balloon moves one page. */
  | "page"
  /** A balloon tells the host what it has gathered. */
  | "tell";

/** Why the worker ends a run of its work loop; Linux's error codes in words. */
export type Ending =
  /** 0 */
  | "done"
  /** -ENOSPC: no block can be plugged, no partition can be taken; waits for something to change. */
  | "no-space"
  /** -ETXTBSY: the device is busy. */
  | "device-busy"
  /** -EBUSY: memory is in use. */
  | "memory-busy"
  /** -ENOMEM, and everything unexpected that may pass. */
  | "no-memory"
  /** -EAGAIN: the configuration changed. */
  | "again"
  /** -EINVAL: there is no point in going on. */
  | "broken";

/** No partition; and the number that stands for the shared one. */
export const NO_PARTITION = -2;
export const SHARED_PARTITION = -1;

/** First delay of the retry timer (VIRTIO_MEM_RETRY_TIMER_MIN_MS). */
export const FIRST_RETRY_MS = 50_000;

/** The worker: everything that decides about its next micro-step. Sizes in frames. */
export interface Worker {
  phase: Phase;
  /** The configuration changed and was not read again. */
  stale: boolean;
  /** As last read. */
  requested: number;
  usable: number;
  /** What it believes to be plugged. */
  plugged: number;
  /** Memory of an earlier life is plugged; it goes before anything else. */
  unplugAll: boolean;
  broken: boolean;
  /** Whether the retry timer runs, and how long it runs when it is armed, in milliseconds. */
  timer: boolean;
  retryMs: number;
  /** The request being prepared or outstanding; null otherwise. */
  request: RequestType | null;
  /** Frames of the request, or of the attempt to isolate. */
  first: number;
  count: number;
  /** The block that the phase is about, by number of the table; -1: none. */
  block: number;
  /** Attempts made to isolate these frames. */
  attempt: number;
  /** Where an unplugging run is: place in the order of states (-1: there is no such run), and subblocks still to go. */
  stage: number;
  /** The subblock of the block that was tried last; those below are still to be tried. */
  sub: number;
  want: number;
  /** The partition being plugged or unplugged. */
  partition: number;
  /** An add_memory failed: the block plugged for it must go again, and the run ends so. */
  addFailed: boolean;
  /** Emptied blocks below this one were tried in this run of the work loop. */
  cleaned: number;
}

/** A balloon: which frames it holds and which it is about to tell the host. Extents as pairs of numbers: first, count. */
export interface Balloon {
  /** Last in, first out. */
  readonly held: number[];
  pages: number;
  readonly batch: number[];
  batched: number;
  direction: "inflate" | "deflate";
}

/** Everything of a guest that belongs to its driver, and the device. */
export interface Driver {
  readonly host: Host;
  readonly blocks: BlockTable;
  readonly worker: Worker;
  balloon: Balloon;
  /** How many more times each goes wrong. */
  readonly misfortunes: Record<Misfortune, number>;
}
