import type { State } from "../contract.ts";
import type { Docket } from "../rule.ts";
import type { Handles } from "./handles.ts";
import type { Owners } from "./owners.ts";
import type { Shape } from "./shape.ts";
import type { Lists, Mobility } from "./vocabulary.ts";

/** Indices of zones in per-zone arrays. */
export const NORMAL_ZONE = 0;
export const MOVABLE_ZONE = 1;

/** Values of {@link AllocatorState.phase}: the states of a memory block. */
export const ABSENT = 0;
export const OFFLINE = 1;
export const ONLINE = 2;
export const GOING_OFFLINE = 3;

/** Values of {@link AllocatorState.isolation}: who isolated a pageblock. */
export const NOBODY = 0;
export const BY_ISOLATE = 1;
export const BY_CONTIG = 2;
export const BY_OFFLINE = 3;

/** Value of {@link ZoneSums.spanned} that has to be counted. */
export const UNCOUNTED = -1;

/** Value of {@link AllocatorState.past} for blocks that were online since they were added. */
export const WAS_ONLINE = 1;

/** Sums over a zone, indexed by zone. */
export interface ZoneSums {
  /** Frames nobody holds outside isolated pageblocks, per-CPU lists included. */
  readonly free: Float64Array;
  /** Frames nobody holds inside isolated pageblocks. */
  readonly freeIsolated: Float64Array;
  readonly present: Float64Array;
  readonly managed: Float64Array;
  /** Counted when asked for; {@link UNCOUNTED} since blocks came or went. */
  readonly spanned: Float64Array;
  /** Frames of which it is open whether they count as managed: poisoned ones of a block that came online again. */
  readonly unsettled: Float64Array;
  readonly isolated: Float64Array;
}

/** Commands between two observations of the lists, for rules that compare the two. */
export type Between =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "granted";
      readonly handle: number;
      readonly order: number;
      readonly mobility: number;
      readonly first: number;
      readonly atomic: boolean;
    }
  | { readonly kind: "released"; readonly order: number; readonly mobility: number; readonly first: number }
  | { readonly kind: "more" };

/** Pageblocks that got a type, half-open: because an offline was rolled back, or because isolation ended otherwise. */
export interface Given {
  readonly first: number;
  readonly end: number;
  readonly type: Mobility;
  readonly rolledBack: boolean;
}

/** Everything the laws know of a run. Linear: laws write to it; see {@link State} for `fork` and `key`. */
export interface AllocatorState extends State<AllocatorState> {
  readonly shape: Shape;
  /** Replaced while answers are enumerated, so that looking does not count premises. */
  docket: Docket;
  /** Grows with every event whose order matters. */
  clock: number;
  /** Who owns a frame; see frames.ts for the values. */
  readonly owners: Owners;
  readonly handles: Handles;
  /** By pageblock: frames that are held, poisoned or holes. */
  readonly used: Uint16Array;
  /** By block: the same. */
  readonly usedInBlock: Uint32Array;
  readonly isolation: Uint8Array;
  /** Pageblocks that `isolate` isolated, in no particular order; they are few. */
  readonly isolatedAlone: number[];
  /** By pageblock: 1 when an isolation ended and nothing was allocated since, so that buddies may be unmerged. */
  readonly unmerged: Uint8Array;
  /** By pageblock: clock of its isolation. Empty without per-CPU lists. */
  readonly isolatedAt: Float64Array;
  /** By 1,024 pageblocks, then by pageblock: clock of the last migration step over it. Absent where there was none. */
  readonly steppedAt: (Float64Array | undefined)[];
  readonly phase: Uint8Array;
  readonly past: Uint8Array;
  /** By block: its zone, from online to offline. */
  readonly zoneOf: Uint8Array;
  /** By phase: how many blocks. */
  readonly phases: Int32Array;
  /** Offline blocks that were online before. */
  retired: number;
  readonly zones: ZoneSums;
  /** By block: its share of {@link ZoneSums.unsettled}. */
  readonly unsettled: Uint32Array;
  /** Free frames in CMA pageblocks. */
  freeCma: number;
  /** Poisoned frames of present blocks. */
  poisoned: number;
  /** By zone and processor: clock of the last allocation or free that may have left frames on its list. */
  readonly touched: Float64Array;
  /** By zone and processor: clock of the last drain. */
  readonly drained: Float64Array;
  /** The block that goes offline, or -1. One at a time: the memory hotplug lock is held throughout. */
  goingOffline: number;
  /** Pageblocks that the very last change gave a type. */
  given: Given | null;
  vetoOnline: boolean;
  vetoOffline: boolean;
  /** Something happened since the last observation that a later count may betray. */
  addRefused: boolean;
  pinRefusedReleased: boolean;
  lastLists: Lists | null;
  between: Between;
}
