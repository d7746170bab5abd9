import type { Allocated, Freed } from "./event.ts";
import type { Frames } from "./frames.ts";
import { openFrames } from "./frames.ts";
import type { FrameRange } from "./ranges.ts";
import { type Explanation, explanations, type KmemConviction, type KmemRule, kmemRules } from "./rules.ts";

/** What a trace does not tell about the machine it was taken on. */
export interface KmemSetting {
  /** Frames that were online when the trace began. Absent: nobody said, so anything may have been. */
  readonly boot?: readonly FrameRange[];
  /** Frames of zone Movable. Absent: nobody said, so no frame is judged to be. */
  readonly movable?: readonly FrameRange[];
}

/** What one task that migrates pages did since its last call that empties a range ended. */
export interface Caller {
  /** Frames allocated as places to move to. */
  places: number;
  /** {@link Memory.vacated} when that call ended. */
  vacatedBefore: number;
}

/** A frame freed twice, unless what comes later explains it. */
export interface Suspect {
  readonly event: Freed;
  readonly conviction: KmemConviction;
}

/** Stands for whoever called, in a trace that does not say. */
export const ANYBODY = -1;

/** Everything that judging one trace remembers. */
export interface Memory {
  readonly setting: KmemSetting;
  /** Whether it is known which frames are not online. */
  knowsOnline: boolean;
  readonly frames: Frames;
  /** How often each rule was judged: what a trace cannot show is not counted here but as explained. */
  readonly judged: Record<KmemRule, number>;
  readonly explained: Record<Explanation, number>;
  /** Some request had a migratetype other than unmovable, so grouping by mobility is on. */
  grouping: boolean;
  /** Migrate calls that ended so far and around which free frames may have been taken silently. */
  calls: number;
  /** Frames freed so far. */
  vacated: number;
  /** Tasks of which a call that empties a range was seen to end, so that all places of later calls were seen, too. */
  readonly callers: Map<number, Caller>;
  /** The only task that asked for places; null for none yet, {@link ANYBODY} once there were several. */
  migrator: number | null;
  /** Targets since the last call ended; no more than {@link MOST_MOVES} are kept. */
  readonly targets: Allocated[];
  /** Frames, maybe movable, that were freed since the first of these targets, with who freed them; no more than {@link MOST_MOVES}. */
  readonly sources: { readonly pid: number; readonly pfn: number }[];
  /** Frames freed twice that compaction or a full memory cgroup may explain yet, the oldest first. */
  suspects: Suspect[];
  /** The frame behind the last one that had been taken silently: free_contig_range() gives back one by one. */
  silentEnd: number;
}

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

/** More than any call moves; a trace without the ends of calls must not fill our memory. */
export const MOST_MOVES = 4096;

/**
 * Frames of one call that somebody else may happen to hold when it ends, having looked them up without a lock: those are
 * freed later, and by others. More at once are taken for a fault.
 */
export const MOST_HELD = 4;

/** Nothing seen. */
export const openMemory = (setting: KmemSetting): Memory => ({
  setting,
  knowsOnline: setting.boot !== undefined,
  frames: openFrames(setting.boot),
  judged: zeros(Object.keys(kmemRules) as KmemRule[]),
  explained: zeros(Object.keys(explanations) as Explanation[]),
  grouping: false,
  calls: 0,
  vacated: 0,
  callers: new Map(),
  migrator: null,
  targets: [],
  sources: [],
  suspects: [],
  silentEnd: -1,
});

/** Events were lost: anything may have happened meanwhile, and whatever was suspicious may have been explained. */
export function forget(memory: Memory): void {
  memory.explained["events were lost"]++;
  memory.knowsOnline = false;
  memory.frames.forget();
  memory.callers.clear();
  memory.targets.length = 0;
  memory.sources.length = 0;
  memory.suspects = [];
}

/** A frame number as the kernel prints it. */
export const hex = (pfn: number): string => `0x${pfn.toString(16)}`;
