import type { Allocated } from "./event.ts";
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

/** Everything that judging one trace remembers. */
export interface Bench {
  readonly setting: KmemSetting;
  readonly frames: Frames;
  /** How often each rule was judged: what a trace cannot show is not counted here but as explained. */
  readonly judged: Record<KmemRule, number>;
  readonly explained: Record<Explanation, number>;
  /** Some request had a migratetype other than unmovable, so grouping by mobility is on. */
  grouping: boolean;
  /** Migrate calls that ended so far. Free frames may have been taken silently around each of them. */
  calls: number;
  /** Frames allocated as places to move to, and frames freed, since the last call that empties a range ended. */
  places: number;
  vacated: number;
  /** The task that asked for places; null for none yet, and -1 once there were several, whose calls may overlap. */
  migrator: number | null;
  /** Whether the end of a call that moves pages for a range was seen, so that all places of later ones were. */
  sawRangeCall: boolean;
  /** Targets since the last call ended. */
  readonly targets: Allocated[];
  /** Movable frames that were freed since the last call ended, with who freed them. */
  readonly sources: { readonly pid: number; readonly pfn: number }[];
  /** The first frame freed twice, unless compaction, which takes frames silently, turns out to have been at work. */
  suspect: KmemConviction | null;
}

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

/** A judge that has seen nothing. */
export const openBench = (setting: KmemSetting): Bench => ({
  setting,
  frames: openFrames(setting.boot),
  judged: zeros(Object.keys(kmemRules) as KmemRule[]),
  explained: zeros(Object.keys(explanations) as Explanation[]),
  grouping: false,
  calls: 0,
  places: 0,
  vacated: 0,
  migrator: null,
  sawRangeCall: false,
  targets: [],
  sources: [],
  suspect: null,
});

/** A frame number as the kernel prints it. */
export const hex = (pfn: number): string => `0x${pfn.toString(16)}`;
