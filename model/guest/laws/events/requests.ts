import { weighs } from "../../../rule.ts";
import { type Extent, extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { firstGiven, firstPlugged, firstUnplugged, inSubblocks } from "../../hotplug/cells.ts";
import { ABSENT } from "../../hotplug/hotplug.ts";
import { forgetPlugged } from "../../hotplug/reset.ts";
import { populationOf } from "../../hotplug/zones.ts";
import { partitionAt } from "../../layout.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayFrames, saySize } from "../../words.ts";
import { heed } from "./misfortunes.ts";
import { unpluggable } from "./partition-requests.ts";

type Send = Extract<GuestEvent, { kind: "send" }>;

/** Most device blocks that one request can name: nb_blocks has 16 bits. */
const MOST_BLOCKS = 0xffff;

/** The driver queued a request, or could not. */
export function sent(state: GuestState, event: Send): Illegal | undefined {
  const { hotplug, docket } = state;
  const { request, queued } = event;
  const { first, count } = event.extent;
  if (weighs(docket, rules["driver/one-request"]) && hotplug.pending !== null)
    return illegal(
      rules["driver/one-request"],
      `${request} of ${sayFrames(first, count)} while one of ${sayFrames(hotplug.pending.first, hotplug.pending.count)} is outstanding`,
    );
  // A driver that finds memory of an earlier life plugged unplugs all of it first (virtio-v1.3 5.15.5.1).
  if (hotplug.doubtful && request !== "unplug-all") forgetPlugged(hotplug);
  const broken = request === "unplug-all" ? brokenUnplugAll(state) : brokenRequest(state, event);
  if (broken !== undefined) return broken;
  if (queued) hotplug.pending = { request, first, count };
  return heed(state, "enqueue", !queued, `${request} of ${sayFrames(first, count)}`);
}

/** UNPLUG_ALL names the whole region; nothing of it may be in use. */
function brokenUnplugAll(state: GuestState): Illegal | undefined {
  const { layout, docket } = state;
  const used = firstGiven(state, extent(layout.first, layout.end - layout.first));
  if (weighs(docket, rules["driver/exclusive"]) && used !== -1)
    return illegal(rules["driver/exclusive"], `unplug-all although the allocator has frame ${used}`);
  return undefined;
}

function brokenRequest(state: GuestState, event: Send): Illegal | undefined {
  const { hotplug, docket, layout } = state;
  const { request, extent: range } = event;
  const valid = inSubblocks(state, range) && range.count / layout.deviceFrames <= MOST_BLOCKS;
  if (weighs(docket, rules["driver/valid-range"]) && !valid)
    return illegal(
      rules["driver/valid-range"],
      `${request} of ${sayFrames(range.first, range.count)}; subblocks have ${layout.subblockFrames} frames and the region is ${sayFrames(layout.first, layout.end - layout.first)}`,
    );
  if (!valid) return undefined;
  if (weighs(docket, rules["driver/config-before-send"]) && hotplug.stale)
    return illegal(
      rules["driver/config-before-send"],
      `${request} of ${sayFrames(range.first, range.count)}, but the host wants ${saySize(hotplug.requested)} now and the configuration was not read since`,
    );
  return request === "plug" ? brokenPlug(state, range) : brokenUnplug(state, range);
}

function brokenPlug(state: GuestState, range: Extent): Illegal | undefined {
  const { hotplug, docket, layout } = state;
  const plugged = firstPlugged(state, range);
  if (weighs(docket, rules["driver/request-fits"]) && plugged !== -1)
    return illegal(rules["driver/request-fits"], `plug of frame ${plugged}, which is plugged`);
  const end = range.first + range.count - layout.first;
  if (weighs(docket, rules["driver/usable-only"]) && end > hotplug.usable)
    return illegal(
      rules["driver/usable-only"],
      `plug of ${sayFrames(range.first, range.count)}, but the usable region ends at frame ${layout.first + hotplug.usable}`,
    );
  const after = hotplug.plugged + range.count;
  if (weighs(docket, rules["driver/never-overshoots"]) && after > hotplug.read)
    return illegal(
      rules["driver/never-overshoots"],
      `plug up to ${saySize(after)}; the configuration said ${saySize(Math.max(0, hotplug.read))}`,
    );
  return undefined;
}

function brokenUnplug(state: GuestState, range: Extent): Illegal | undefined {
  const { hotplug, docket, layout } = state;
  const missing = firstUnplugged(state, range);
  if (weighs(docket, rules["driver/request-fits"]) && missing !== -1)
    return illegal(rules["driver/request-fits"], `unplug of frame ${missing}, which is not plugged`);
  const used = firstGiven(state, range);
  if (weighs(docket, rules["driver/exclusive"]) && used !== -1)
    return illegal(rules["driver/exclusive"], `unplug of frame ${used}, which the allocator has`);
  const denied = unpluggable(state, range);
  if (denied !== undefined) return denied;
  const begins = isFirstOfPartition(state, range);
  const after = hotplug.plugged - (begins ? layout.rated : range.count);
  if (!begins && mayUndershoot(state, range)) return undefined;
  if (weighs(docket, rules["driver/never-overshoots"]) && after < hotplug.read)
    return illegal(
      rules["driver/never-overshoots"],
      `unplug down to ${saySize(after)}; the configuration said ${saySize(hotplug.read)}`,
    );
  return undefined;
}

/**
 * Whether nothing of a partition that is being unplugged was given up yet. Then it can still be kept, and must be when it is
 * wanted, unless a block that was removed cannot be added again.
 */
function isFirstOfPartition(state: GuestState, { first }: Extent): boolean {
  const { layout, partitions, hotplug } = state;
  if (hotplug.notAdded === Math.floor((first - layout.first) / layout.blockFrames)) return false;
  const partition = partitionAt(layout, first);
  return partitions.told[partition] === "unplugging" && populationOf(state, partition).plugged === layout.rated;
}

/** Memory of a block that could not be added or was removed goes whatever the host wants: nobody can use it. */
function mayUndershoot({ hotplug, layout }: GuestState, { first, count }: Extent): boolean {
  const end = first + count - layout.first;
  for (let at = first - layout.first; at < end; at += layout.blockFrames) {
    if (hotplug.phase[Math.floor(at / layout.blockFrames)] !== ABSENT) return false;
  }
  return true;
}
