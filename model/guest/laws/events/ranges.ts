import { weighs } from "../../../rule.ts";
import type { Extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { firstNotGiven, firstNotHeld, inSubblocks, turn } from "../../hotplug/cells.ts";
import { GIVEN, HELD, ONLINE } from "../../hotplug/hotplug.ts";
import { zeroed as zeroedInEpisode } from "../../reclaim/episode.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames } from "../../words.ts";
import { attempted } from "./attempts.ts";
import { brokenFailure, brokenUse } from "./blocks.ts";
import { unpluggable } from "./partition-requests.ts";

type Event<K> = Extract<GuestEvent, { kind: K }>;

/** Judges whether a range is whole subblocks of one block that is online. */
function brokenRange(state: GuestState, range: Extent, what: string): Illegal | undefined {
  const { docket, layout, hotplug } = state;
  const offset = range.first - layout.first;
  const block = Math.floor(offset / layout.blockFrames);
  const valid =
    inSubblocks(state, range) &&
    offset + range.count <= (block + 1) * layout.blockFrames &&
    hotplug.phase[block] === ONLINE;
  if (!weighs(docket, rules["driver/valid-range"]) || valid) return undefined;
  return illegal(
    rules["driver/valid-range"],
    `${what} of ${sayFrames(range.first, range.count)}, which are no whole subblocks of an online block`,
  );
}

/** One attempt to empty a range of an online block. */
export function isolated(state: GuestState, { extent: range, outcome }: Event<"isolate">): Illegal | undefined {
  const broken = brokenRange(state, range, "isolation");
  if (broken !== undefined || !inSubblocks(state, range)) return broken;
  const denied =
    attempted(state, range, outcome === "done") ?? unpluggable(state, range) ?? neverDone(state, range, "isolated");
  if (denied !== undefined) return denied;
  const odd = firstNotGiven(state, range);
  if (weighs(state.docket, rules["block/handed-over-once"]) && odd !== -1)
    return illegal(rules["block/handed-over-once"], `frame ${odd} was isolated, but the allocator does not have it`);
  if (outcome !== "done") return brokenFailure(state, range, "isolation");
  const used = brokenUse(state, range, "was isolated");
  if (used === undefined) turn(state, range, HELD, GIVEN);
  return used;
}

/** Frames that the driver holds become the allocator's. */
export function givenBack(state: GuestState, { extent: range }: Event<"give-back">): Illegal | undefined {
  const broken = brokenRange(state, range, "handing over");
  if (broken !== undefined || !inSubblocks(state, range)) return broken;
  const odd = firstNotHeld(state, range);
  if (weighs(state.docket, rules["block/handed-over-once"]) && odd !== -1)
    return illegal(
      rules["block/handed-over-once"],
      `frame ${odd} was handed over, but it is not in the driver's hands`,
    );
  turn(state, range, GIVEN, HELD);
  return undefined;
}

/** Frames were zeroed although nobody asked for them. */
export function zeroed(state: GuestState, { extent: range }: Event<"zero">): Illegal | undefined {
  const { layout } = state;
  if (range.first < 0 || range.first + range.count > layout.end || range.count < 1)
    return weighs(state.docket, rules["block/taken-unused"])
      ? illegal(rules["block/taken-unused"], `${sayFrames(range.first, range.count)} were zeroed and do not exist`)
      : undefined;
  const used = brokenUse(state, range, "was zeroed");
  if (used !== undefined || range.first + range.count <= layout.first) return used;
  return movesNothing(state, range, "zeroed") ?? zeroedInEpisode(state, range);
}

/**
 * Judges what is not done to memory of the region while a guest with partitions unplugs, or could. At other times pages may
 * move within their partition (khugepaged, kcompactd), and freed frames be zeroed (init_on_free).
 */
export const movesNothing = (state: GuestState, range: Extent, what: string): Illegal | undefined =>
  isUnplugging(state) ? neverDone(state, range, what) : undefined;

/** Whether the driver is about to unplug a partition, or does. */
function isUnplugging({ hotplug, partitions, layout }: GuestState): boolean {
  const { told } = partitions;
  if (told.includes("unplugging")) return true;
  return hotplug.plugged - hotplug.requested >= layout.rated && told.includes("free");
}

/** Judges what the driver of a guest with partitions has no use for. */
function neverDone(state: GuestState, range: Extent, what: string): Illegal | undefined {
  const { hotplug, docket } = state;
  if (hotplug.partitioned !== true) return undefined;
  const rule = rules["partition/unplug-moves-nothing"];
  if (!weighs(docket, rule)) return undefined;
  return illegal(rule, `${sayFrames(range.first, range.count)} were ${what} by the driver`);
}
