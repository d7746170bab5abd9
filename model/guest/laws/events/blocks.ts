import { weighs } from "../../../rule.ts";
import type { BlockIndex, Extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent, Zone } from "../../events.ts";
import { turn } from "../../hotplug/cells.ts";
import { ABSENT, GIVEN, HELD, OFFLINE, ONLINE, zones } from "../../hotplug/hotplug.ts";
import { blockExtent, partitionAt } from "../../layout.ts";
import { learnPartitioned } from "../../memory/assigning.ts";
import { firstUsed, free } from "../../memory/frames.ts";
import { ownerName } from "../../memory/owners.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { attempted } from "./attempts.ts";
import { heed } from "./misfortunes.ts";
import { unpluggable } from "./partition-requests.ts";

type Event<K> = Extract<GuestEvent, { kind: K }>;

const phaseNames = ["absent", "offline", "online"];

/** Index of a block from the start of the region, or -1 outside. */
export function indexOf({ layout, hotplug }: GuestState, block: BlockIndex): number {
  const index = block - layout.first / layout.blockFrames;
  return index >= 0 && index < hotplug.phase.length ? index : -1;
}

/** Judges whether a block is in the state that a change begins in. */
export function brokenTransition(
  state: GuestState,
  block: BlockIndex,
  from: number,
  what: string,
): Illegal | undefined {
  const index = indexOf(state, block);
  const phase = index === -1 ? ABSENT : (state.hotplug.phase[index] as number);
  if (!weighs(state.docket, rules["block/transitions"]) || (index !== -1 && phase === from)) return undefined;
  const is = index === -1 ? "is not hotpluggable" : `is ${phaseNames[phase]}`;
  return illegal(rules["block/transitions"], `${what} of block ${block}, which ${is}`);
}

/** An added block came online. */
export function online(state: GuestState, { block, zone }: Event<"online">): Illegal | undefined {
  const broken = brokenTransition(state, block, OFFLINE, "online") ?? brokenZone(state, block, zone);
  const index = indexOf(state, block);
  if (broken !== undefined || index === -1) return broken;
  const { hotplug, layout } = state;
  if (hotplug.phase[index] === OFFLINE) hotplug.added--;
  hotplug.phase[index] = ONLINE;
  hotplug.zone[index] = Math.max(0, zones.indexOf(zone));
  // All that is plugged of an absent block is in the driver's hands, so that this cannot go wrong here.
  weighs(state.docket, rules["block/handed-over-once"]);
  turn(state, blockExtent(layout, block), GIVEN, HELD);
  return undefined;
}

function brokenZone(state: GuestState, block: BlockIndex, zone: Zone): Illegal | undefined {
  const { docket, layout } = state;
  const { first } = blockExtent(layout, block);
  const isPrivate = partitionAt(layout, first) !== -1;
  const partitioned = zone === "private" || zone === "shared";
  const consistent = learnPartitioned(state, partitioned);
  const fits = !partitioned || (zone === "private") === isPrivate;
  if (!weighs(docket, rules["block/zone"]) || (fits && consistent)) return undefined;
  const why = consistent
    ? `it belongs to the ${isPrivate ? "private" : "shared"} partition`
    : "the guest was of the other kind before";
  return illegal(rules["block/zone"], `block ${block} came online in zone ${zone}, but ${why}`);
}

/** An attempt to offline a block. */
export function offline(state: GuestState, { block, outcome }: Event<"offline">): Illegal | undefined {
  const { hotplug, layout } = state;
  const range = blockExtent(layout, block);
  const index = indexOf(state, block);
  const broken = brokenTransition(state, block, ONLINE, "offline");
  if (broken !== undefined || index === -1) return broken;
  const denied = attempted(state, range, outcome === "done") ?? unpluggable(state, range);
  if (denied !== undefined) return denied;
  const ill =
    outcome === "busy"
      ? brokenFailure(state, range, "offline")
      : heed(state, "veto", outcome === "vetoed", `offline of block ${block}`);
  if (ill !== undefined) return ill;
  if (outcome === "done") {
    weighs(state.docket, rules["block/no-spurious-failure"]);
    const used = brokenUse(state, range, "goes offline");
    if (used !== undefined) return used;
    turn(state, range, HELD, GIVEN);
    if (hotplug.phase[index] === ONLINE) hotplug.added++;
    hotplug.phase[index] = OFFLINE;
  }
  return undefined;
}

/** Judges that nobody uses frames that the driver takes. */
export function brokenUse(state: GuestState, range: Extent, what: string): Illegal | undefined {
  const rule = rules["block/taken-unused"];
  const counts = weighs(state.docket, rule);
  const used = firstUsed(state, range);
  if (!counts || used === null) return undefined;
  return illegal(rule, `frame ${used.pfn} ${what} although ${ownerName(state, used.owner)} has it`);
}

/** Judges a failure that needs a frame in use. Frames parked on per-CPU lists explain it too. */
export function brokenFailure(state: GuestState, range: Extent, what: string): Illegal | undefined {
  const { geometry, docket } = state;
  const rule = rules["block/no-spurious-failure"];
  const explained = geometry.perCpuLists !== null || firstUsed(state, range) !== null;
  if (!weighs(docket, rule) || explained) return undefined;
  return illegal(rule, `${what} of frames ${range.first}–${range.first + range.count - 1} failed, which nobody uses`);
}

/** An offline block was removed; its memory map is free. */
export function removed(state: GuestState, { block }: Event<"remove">): Illegal | undefined {
  const broken = brokenTransition(state, block, OFFLINE, "remove");
  const index = indexOf(state, block);
  if (broken !== undefined || index === -1) return broken;
  const { hotplug } = state;
  if (hotplug.phase[index] === OFFLINE) hotplug.added--;
  if (hotplug.phase[index] !== ABSENT) hotplug.present--;
  hotplug.phase[index] = ABSENT;
  for (const extent of hotplug.memmaps[index] ?? []) free(state, extent);
  hotplug.memmaps[index] = undefined;
  hotplug.progress = true;
  return undefined;
}
