import { weighs } from "../../../rule.ts";
import type { Extent, Pfn } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { ONLINE } from "../../hotplug/hotplug.ts";
import { blocksOfPartition } from "../../hotplug/zones.ts";
import { partitionAt } from "../../layout.ts";
import { isAssignable } from "../../memory/assigning.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayCount, sayFrames, saySize } from "../../words.ts";

/**
 * Judges whether a guest with partitions may take these frames offline or unplug them.
 *
 * @returns undefined when it may, and for guests without partitions
 */
export function unpluggable(state: GuestState, range: Extent): Illegal | undefined {
  const { hotplug, docket, layout } = state;
  if (hotplug.partitioned !== true) return undefined;
  const block = Math.floor((range.first - layout.first) / layout.blockFrames);
  const shared = range.first < layout.shared.first + layout.shared.count && hotplug.phase[block] === ONLINE;
  if (weighs(docket, rules["partition/shared-stays"]) && shared)
    return illegal(
      rules["partition/shared-stays"],
      `${sayFrames(range.first, range.count)} lie in the shared partition`,
    );
  const from = partitionAt(layout, range.first);
  const to = partitionAt(layout, (range.first + range.count - 1) as Pfn);
  for (let at = Math.max(0, from); at <= to; at++) {
    const broken = brokenPartition(state, range, at);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function brokenPartition({ partitions, docket }: GuestState, range: Extent, partition: number): Illegal | undefined {
  const told = partitions.told[partition];
  const users = Math.max(partitions.users[partition] ?? 0, partitions.toldUsers[partition] ?? 0);
  const may = users === 0 && (told === "unplugging" || told === "plugging");
  if (!weighs(docket, rules["partition/unplug-only-free"]) || may) return undefined;
  return illegal(
    rules["partition/unplug-only-free"],
    `${sayFrames(range.first, range.count)} lie in partition ${partition}, which is ${told} with ${sayCount(users, "user")}`,
  );
}

type Entered = Extract<GuestEvent, { kind: "partition" }>;

/** Judges the driver's choice when a partition begins to be unplugged. Called before the event takes effect. */
export function picked(state: GuestState, { partition, state: entered }: Entered): Illegal | undefined {
  const { partitions, hotplug, docket, layout } = state;
  if (entered !== "unplugging" || partitions.told[partition] === "unplugging") return undefined;
  // The rest of this promise is judged where something moves; here is where it is owed.
  weighs(docket, rules["partition/unplug-moves-nothing"]);
  const [first] = partitions.waiting;
  const wanted = first !== undefined && isAssignable(state, partition);
  if (weighs(docket, rules["partition/waiters-first"]) && wanted)
    return illegal(
      rules["partition/waiters-first"],
      `partition ${partition} could go to process ${first}, which waits`,
    );
  const after = hotplug.plugged - layout.rated - underWay(state);
  if (weighs(docket, rules["driver/never-overshoots"]) && after < hotplug.read)
    return illegal(
      rules["driver/never-overshoots"],
      `partition ${partition} is unplugged, down to ${saySize(after)}; the configuration said ${saySize(hotplug.read)}`,
    );
  return undefined;
}

/** Frames that are still to be unplugged of partitions that are being unplugged already. */
function underWay(state: GuestState): number {
  const { partitions, hotplug, layout } = state;
  let deviceBlocks = 0;
  for (let at = 0; at < partitions.told.length; at++) {
    if (partitions.told[at] !== "unplugging") continue;
    const { first, end } = blocksOfPartition(state, at);
    for (let block = first; block < end; block++) deviceBlocks += hotplug.pluggedIn[block] as number;
  }
  return deviceBlocks * layout.deviceFrames;
}
