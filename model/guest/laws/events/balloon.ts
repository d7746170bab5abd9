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
  const odd = brokenHand(state, range, true);
  if (odd !== undefined || !isHotpluggable(state, range)) return odd;
  const confined = rules["confine/kernel"];
  if (state.hotplug.partitioned === true && weighs(state.docket, confined))
    return illegal(confined, `${sayFrames(range.first, range.count)} of a partition went into a balloon`);
  const broken = brokenUse(state, range, "went into the balloon") ?? named(state, range);
  if (broken !== undefined) return broken;
  mark(state, range, INFLATED, -1);
  return gaveBack(state);
}

/** A balloon gave frames to the guest; they are like movable memory that came online. */
export function deflated(state: GuestState, { extent: range }: Event): Illegal | undefined {
  const odd = brokenHand(state, range, false);
  if (odd !== undefined || !isHotpluggable(state, range)) return odd;
  state.hotplug.partitioned ??= false;
  mark(state, range, DEFLATED, 1);
  return undefined;
}

/** Whether an extent names frames of the region; subjects may tell anything. */
const isHotpluggable = ({ layout }: GuestState, { first, count }: Extent): boolean =>
  Number.isInteger(first) &&
  Number.isInteger(count) &&
  first >= layout.first &&
  first + count <= layout.end &&
  count > 0;

/** Whether the allocator has a frame of the region, by its offset. */
function isGiven({ hotplug, layout }: GuestState, offset: number): boolean {
  const told = hotplug.ballooned?.[offset] ?? FOLLOWS;
  return told === FOLLOWS ? hotplug.cells[Math.floor(offset / layout.deviceFrames)] === GIVEN : told === DEFLATED;
}

/** Judges that frames are the allocator's, or that they are not, before they change hands. Forgets those that are odd. */
function brokenHand(state: GuestState, range: Extent, given: boolean): Illegal | undefined {
  const { layout, docket } = state;
  const { first, count } = range;
  const inside = isHotpluggable(state, range);
  let odd = inside ? -1 : first;
  for (let at: number = first; inside && at < first + count && odd === -1; at++)
    if (isGiven(state, at - layout.first) !== given) odd = at;
  const rule = rules["block/handed-over-once"];
  if (!weighs(docket, rule) || odd === -1) return undefined;
  const why = inside
    ? `frame ${odd} ${given ? "is not the allocator's" : "is the allocator's already"}`
    : "they are not hotpluggable";
  return illegal(rule, `${sayFrames(first, count)} went ${given ? "into" : "out of"} the balloon, but ${why}`);
}

function mark(state: GuestState, { first, count }: Extent, value: number, sign: 1 | -1): void {
  const { hotplug, layout } = state;
  hotplug.ballooned ??= new Uint8Array(layout.end - layout.first);
  for (let at = first - layout.first; at < first - layout.first + count; at++) {
    const block = Math.floor(at / layout.blockFrames);
    hotplug.ballooned[at] = value;
    hotplug.usableIn[block] = (hotplug.usableIn[block] as number) + sign;
  }
  hotplug.plugged += sign * count;
  hotplug.progress = true;
}
