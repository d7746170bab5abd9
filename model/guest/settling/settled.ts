import { type Rule, weighs } from "../../rule.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { firstUnblocked, sayBlockers } from "../blockers.ts";
import { freeBoot } from "../hotplug/boot.ts";
import { ONLINE } from "../hotplug/hotplug.ts";
import { nextUnit, unitFrames } from "../hotplug/units.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { sayFrames, saySize } from "../words.ts";

/** What is wrong about a guest that says that nothing can change any more without a new command. */
export function brokenSettled(state: GuestState): Illegal | undefined {
  const broken = brokenRequest(state) ?? brokenPartitions(state) ?? brokenBlocks(state) ?? brokenSize(state);
  if (broken === undefined && hasAll(state)) state.hotplug.timerMs = 0;
  return broken;
}

/** Whether the host has exactly what it wants, and nothing is half way: virtio_mem_run_wq succeeded, which resets its timer. */
function hasAll({ hotplug, partitions }: GuestState): boolean {
  const { told } = partitions;
  if (hotplug.plugged !== hotplug.requested || hotplug.added > 0 || hotplug.doubtful || hotplug.migrating) return false;
  return !told.includes("plugging") && !told.includes("unplugging");
}

function brokenRequest({ hotplug, docket }: GuestState): Illegal | undefined {
  const { pending } = hotplug;
  const rule = rules["settle/request-answered"];
  if (!weighs(docket, rule) || pending === null) return undefined;
  return illegal(rule, `${pending.request} of ${sayFrames(pending.first, pending.count)} was not answered`);
}

/** Judges that partitions are not left half way. */
function brokenPartitions(state: GuestState): Illegal | undefined {
  const { hotplug, docket, partitions } = state;
  if (hotplug.partitioned !== true) return undefined;
  const half = weighs(docket, rules["settle/no-half-partition"]);
  for (let at = 0; at < partitions.told.length; at++) {
    const told = partitions.told[at];
    if (half && (told === "unplugging" || told === "plugging") && !isStuck(state, told))
      return illegal(rules["settle/no-half-partition"], `partition ${at} is still ${told}`);
  }
  return undefined;
}

/** Whether the host, or for plugging also a full boot memory, keeps a partition half way. */
function isStuck(state: GuestState, told: "plugging" | "unplugging"): boolean {
  const { hotplug, layout } = state;
  if (hotplug.migrating) return true;
  return told === "plugging" && (hotplug.hostShort || freeBoot(state) < layout.memmapFrames);
}

/** Judges that blocks are online with plugged memory, or gone. */
function brokenBlocks({ hotplug, docket, layout, geometry }: GuestState): Illegal | undefined {
  const leftovers = rules["settle/no-leftovers"];
  const emptied = rules["settle/emptied-removed"];
  const judgesHeld = weighs(docket, leftovers);
  const noLeftovers = judgesHeld && !hotplug.migrating;
  const noEmptied = geometry.kernel === "6.12" && weighs(docket, emptied);
  const { phase, pluggedIn, givenIn } = hotplug;
  for (let at = 0; at < phase.length; at++) {
    const isOnline = phase[at] === ONLINE;
    const plugged = pluggedIn[at] as number;
    const isPlugged = plugged !== 0;
    const isHeld = isOnline && plugged !== givenIn[at];
    if (isOnline === isPlugged && !isHeld) continue;
    const block = at + layout.first / layout.blockFrames;
    if (judgesHeld && isHeld)
      return illegal(leftovers, `block ${block} has plugged memory that the allocator was not given`);
    if (noLeftovers && isPlugged) return illegal(leftovers, `block ${block} has plugged memory and is not online`);
    if (noEmptied && !isPlugged) return illegal(emptied, `block ${block} is online and has no plugged memory`);
  }
  return undefined;
}

/** Judges how much is plugged. While a migration runs nobody can plug or unplug anything. */
function brokenSize(state: GuestState): Illegal | undefined {
  const { hotplug, docket } = state;
  if (hotplug.migrating || hotplug.doubtful) return undefined;
  const excess = hotplug.plugged - hotplug.requested;
  const enough = rules["settle/plugged"];
  const notMore = rules["settle/unplugged"];
  const judgesLack = weighs(docket, enough);
  const judgesExcess = weighs(docket, notMore);
  if (excess < 0) return judgesLack ? brokenLack(state, -excess, enough) : undefined;
  return judgesExcess && excess >= unitFrames(state) ? brokenExcess(state, excess, notMore) : undefined;
}

function brokenLack(state: GuestState, lack: number, rule: Rule): Illegal | undefined {
  if (state.hotplug.hostShort) return undefined;
  const unit = nextUnit(state);
  if (unit === null || unit.frames > lack) return undefined;
  return illegal(rule, `${saySize(lack)} less is plugged than the host wants; ${unit.name} could be plugged`);
}

function brokenExcess(state: GuestState, excess: number, rule: Rule): Illegal | undefined {
  const free = firstUnblocked(state);
  if (free === null) return undefined;
  const blockers = sayBlockers(state);
  return illegal(
    rule,
    `${saySize(excess)} more is plugged than the host wants; nothing keeps ${sayFrames(free.first, free.count)}${blockers === "" ? "" : `, unlike ${blockers}`}`,
  );
}
