import { weighs } from "../../../rule.ts";
import type { Extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { DEFLATED, FOLLOWS, GIVEN, INFLATED } from "../../hotplug/hotplug.ts";
import { gaveBack, named } from "../../reclaim/episode.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames } from "../../words.ts";
import { brokenUse } from "./blocks.ts";

type Event = Extract<GuestEvent, { kind: "inflate" | "deflate" }>;

/** A balloon took frames of the hotpluggable range, and told the host. */
export function inflated(state: GuestState, { extent: range }: Event): Illegal | undefined {
  if (!isInside(state, range)) return brokenHand(state, range, "they are not hotpluggable");
  const odd = firstIn(state, range, false);
  const broken =
    brokenHand(state, range, odd === -1 ? undefined : `the allocator does not have frame ${odd}`) ??
    brokenConfinement(state, range) ??
    brokenUse(state, range, "went into the balloon") ??
    named(state, range);
  if (broken !== undefined) return broken;
  mark(state, range, INFLATED);
  return gaveBack(state);
}

/** A balloon gave frames to the guest; they are like movable memory that came online. */
export function deflated(state: GuestState, { extent: range }: Event): Illegal | undefined {
  if (!isInside(state, range)) return brokenHand(state, range, "they are not hotpluggable");
  const odd = firstIn(state, range, true);
  const broken = brokenHand(state, range, odd === -1 ? undefined : `the allocator has frame ${odd} already`);
  if (broken !== undefined) return broken;
  state.hotplug.partitioned ??= false;
  mark(state, range, DEFLATED);
  return undefined;
}

const isInside = ({ layout }: GuestState, { first, count }: Extent): boolean =>
  first >= layout.first && first + count <= layout.end && count > 0;

/** Whether the allocator has a frame of the region, by its offset. */
function isGiven({ hotplug, layout }: GuestState, offset: number): boolean {
  const told = hotplug.ballooned?.[offset] ?? FOLLOWS;
  return told === FOLLOWS ? hotplug.cells[Math.floor(offset / layout.deviceFrames)] === GIVEN : told === DEFLATED;
}

/** The first frame that the allocator has, or has not; -1 when there is none. */
function firstIn(state: GuestState, { first, count }: Extent, given: boolean): number {
  for (let at: number = first; at < first + count; at++)
    if (isGiven(state, at - state.layout.first) === given) return at;
  return -1;
}

/** Judges that frames change hands: they are the allocator's, or are not, before they go. */
function brokenHand({ docket }: GuestState, { first, count }: Extent, why: string | undefined): Illegal | undefined {
  const rule = rules["block/handed-over-once"];
  if (!weighs(docket, rule) || why === undefined) return undefined;
  return illegal(rule, `${sayFrames(first, count)} passed between balloon and allocator, but ${why}`);
}

/** A balloon belongs to the kernel, which has no business in partitions. */
function brokenConfinement({ hotplug, docket }: GuestState, { first, count }: Extent): Illegal | undefined {
  const rule = rules["confine/kernel"];
  if (hotplug.partitioned !== true || !weighs(docket, rule)) return undefined;
  return illegal(rule, `${sayFrames(first, count)} of a partition went into a balloon`);
}

/** Frames change hands. Those that have done so already are not counted twice. */
function mark(state: GuestState, { first, count }: Extent, value: number): void {
  const { hotplug, layout } = state;
  hotplug.ballooned ??= new Uint8Array(layout.end - layout.first);
  const gives = value === DEFLATED;
  for (let at = first - layout.first; at < first - layout.first + count; at++) {
    if (isGiven(state, at) === gives) continue;
    const block = Math.floor(at / layout.blockFrames);
    hotplug.ballooned[at] = value;
    hotplug.usableIn[block] = (hotplug.usableIn[block] as number) + (gives ? 1 : -1);
    hotplug.plugged += gives ? 1 : -1;
  }
  hotplug.progress = true;
}
