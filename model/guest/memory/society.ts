import type { Handle } from "../../units.ts";
import type { Hold } from "../vocabulary.ts";

/** Anonymous pages that live alike: those of one area, and of the areas that share it since a fork. */
export interface Group {
  /** Where the pages lie, in page order: first frame and count by turns. Replaced, never changed. */
  runs: readonly number[];
  readonly pages: number;
  /** What every page holds. */
  value: number;
  /** Nothing was stored yet, so that `value` is what a fresh page must hold. */
  fresh: boolean;
  /** Areas that map it. */
  areas: number;
  /** Holds on it. */
  holds: number;
  /** Holds that a fork must not share: input or output in flight, and long-term pins. */
  pins: number;
  /** A long-term pin was granted, so that boot memory is its place. */
  settled: boolean;
  readonly instance: number;
}

/** What an area of a process maps. `zero`: read but never written, hence the one zero page. */
export type Area =
  | { readonly kind: "anonymous"; readonly group: number; readonly pages: number }
  | { readonly kind: "zero"; readonly pages: number }
  | { readonly kind: "file"; readonly file: number; readonly first: number; readonly pages: number };

/** What keeps pages beyond their address spaces. */
export type Keep =
  | { readonly kind: "anonymous"; readonly group: number; readonly how: Hold }
  | { readonly kind: "zero"; readonly how: Hold }
  | {
      readonly kind: "file";
      readonly file: number;
      readonly first: number;
      readonly pages: number;
      readonly how: Hold;
    };

/** A live address space. */
export interface Process {
  readonly handle: Handle;
  /** Its fork tree. */
  instance: number;
  /** -1 for none. */
  partition: number;
  readonly areas: Map<Handle, Area>;
  readonly threads: Set<Handle>;
}

/** A process that was spawned, with all that descend from it. Forgotten when it has neither users nor pages. */
export interface Instance {
  /** The partition it was given; -1 for none. */
  readonly partition: number;
  users: number;
  /** Anonymous frames, wherever they lie. */
  frames: number;
  /** Those of them in the hotpluggable range, without those that a long-term pin put there. */
  plugged: number;
  /** Its partition was assigned before since it was plugged, so that frames may hold what another left. */
  readonly reused: boolean;
  /** An unplug of its partition was given up before it came, so that zeroing may have been skipped. */
  readonly spared: boolean;
}

/** Everyone and what they map and hold. */
export interface Society {
  readonly running: Map<Handle, Process>;
  readonly threads: Map<Handle, Handle>;
  readonly holds: Map<Handle, Keep>;
  /** Kernel allocations: first frame and count. */
  readonly kernel: Map<Handle, readonly [first: number, count: number]>;
  /** How many processes have an area of this name. */
  readonly areas: Map<Handle, number>;
  readonly groups: (Group | undefined)[];
  readonly spareGroups: number[];
  /** By number; numbers are never used again. */
  readonly instances: Map<number, Instance>;
  nextInstance: number;
  /** Instances that have users or pages in the hotpluggable range. */
  alive: number;
  /** An instance had more than the rated size since there were none: others may lie where they would not. */
  overgrown: boolean;
}

/** Nobody. */
export const openSociety = (): Society => ({
  running: new Map(),
  threads: new Map(),
  holds: new Map(),
  kernel: new Map(),
  areas: new Map(),
  groups: [],
  spareGroups: [],
  instances: new Map(),
  nextInstance: 0,
  alive: 0,
  overgrown: false,
});

/** An independent copy. */
export const copySociety = (from: Society): Society => ({
  running: new Map(
    Array.from(from.running, ([handle, process]) => [
      handle,
      { ...process, areas: new Map(process.areas), threads: new Set(process.threads) },
    ]),
  ),
  threads: new Map(from.threads),
  holds: new Map(from.holds),
  kernel: new Map(from.kernel),
  areas: new Map(from.areas),
  groups: from.groups.map((group) => group && { ...group }),
  spareGroups: from.spareGroups.slice(),
  instances: new Map(Array.from(from.instances, ([number, instance]) => [number, { ...instance }])),
  nextInstance: from.nextInstance,
  alive: from.alive,
  overgrown: from.overgrown,
});
