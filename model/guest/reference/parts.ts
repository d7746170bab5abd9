import type { Extent, Handle } from "../../units.ts";
import type { PartitionState } from "../events.ts";
import type { Hold } from "../vocabulary.ts";

/**
 * Neighbouring frames of one block that are used alike and hold equal content. Content belongs to frames: it stays when they
 * are freed, until somebody zeroes or overwrites them.
 */
export interface FrameRun {
  first: number;
  count: number;
  /** `FREE`, `PARKED`, `DRIVER` or `MEMMAP` of `machine.ts`, or the number of an owner. */
  use: number;
  value: number;
}

/** Frames by memory block, and what is counted about them. */
export interface Frames {
  /** By block, ascending: runs that cover it, neighbours differing in use or content. */
  readonly runs: FrameRun[][];
  /** By block: its zone, or `NO_ZONE`; frames that are free (parked ones too); frames that are not the driver's. */
  readonly zone: Int16Array;
  readonly free: Int32Array;
  readonly managed: Int32Array;
  /** By block: frames on processors' lists; those are free, too. */
  readonly parked: Int32Array;
  /** By zone: the same, summed up. */
  readonly zoneFree: Int32Array;
  readonly zoneManaged: Int32Array;
  readonly zoneParked: Int32Array;
  /** By zone: no block of it below this one has a free frame. */
  readonly lowest: Int32Array;
  /** log2 of frames per block. */
  readonly shift: number;
  /** By zone: a list of that zone alone. */
  readonly only: readonly (readonly number[])[];
}

/** How often pages are held, by kind of hold. */
export type Holds = { [K in Hold]: number };

/** Anonymous pages that live alike, in page order. */
export interface Group {
  readonly kind: "anonymous";
  readonly id: number;
  spans: readonly Extent[];
  /** Areas that map it. */
  maps: number;
  holds: Holds;
}

/** Consecutive pages of a file that lie in consecutive frames and live alike. */
export interface CacheRun {
  index: number;
  count: number;
  first: number;
  maps: number;
  holds: Holds;
  dirty: boolean;
}

/** Equal content of consecutive pages of a file on its disk; pages without hold 0. */
export interface DiskRun {
  index: number;
  count: number;
  value: number;
}

/** Pages of a file from index `first` on. */
export interface Pages {
  readonly first: number;
  readonly pages: number;
}

/** A file: what its disk holds, and which of its pages are in memory. Both ascending by index. */
export interface FileCache {
  readonly kind: "file";
  readonly id: number;
  readonly number: number;
  disk: DiskRun[];
  cached: CacheRun[];
}

/** Memory of the kernel. */
export interface KernelPage {
  readonly kind: "kernel";
  readonly id: number;
  readonly frames: Extent;
}

/** What frames can belong to. */
export type Owner = Group | FileCache | KernelPage;

/** A mapping of some pages in one process. The zero page takes no frames. */
export type Area =
  | { readonly kind: "zero"; readonly pages: number }
  | { readonly kind: "anonymous"; readonly pages: number; readonly group: Group }
  | { readonly kind: "file"; readonly pages: number; readonly file: FileCache; readonly first: number };

/** A process: an address space. */
export interface Process {
  readonly kind: "process";
  readonly handle: Handle;
  /** The fork tree it belongs to. */
  instance: number;
  /** Its private partition; -1: none. */
  partition: number;
  waiting: boolean;
  readonly areas: Map<number, Area>;
  readonly threads: Set<number>;
}

/** What a handle can name. */
export type Thing =
  | Process
  | { readonly kind: "thread"; readonly process: Process }
  | { readonly kind: "pin"; readonly how: Hold; readonly area: Area }
  | KernelPage;

/** A private partition. */
export interface Partition {
  state: PartitionState;
  /** Live address spaces. */
  users: number;
  /** Whether it was plugged anew since it was last assigned. */
  fresh: boolean;
}

/** Processes, their memory and files. */
export interface Society {
  readonly things: Map<number, Thing>;
  /** By number; an unused number is undefined and spare. */
  readonly owners: (Owner | undefined)[];
  readonly spare: number[];
  /** Files that hold something, by the number that scripts use. */
  readonly files: Map<number, FileCache>;
  /** Sleeping processes, first come first. */
  readonly queue: Process[];
  /** Number of the next fork tree. */
  instances: number;
}

/** Frames of one owner that live alike; for pages of a file, `index` says which these are. */
export interface Piece {
  readonly first: number;
  readonly count: number;
  readonly use: number;
  readonly index: number;
}
