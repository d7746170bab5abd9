import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import { type Extent, extent } from "../../units.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { ABSENT, OFFLINE, zones } from "../hotplug/hotplug.ts";
import { learnPartitioned, waiting } from "../memory/assigning.ts";
import { guestRules as rules } from "../rules.ts";
import { recountZones, type ZoneCount } from "../settling/recount.ts";
import type { GuestState } from "../state.ts";
import type { BlockState, Guest, Observed } from "../vocabulary.ts";
import { sayFrames } from "../words.ts";
import { told } from "./told.ts";

/** observe: everything is as events led to. Nobody's word is taken for it: counts are made anew from blocks and frames. */
export const observe: Law<Guest, "observe", GuestState> = {
  applies: () => true,
  judge: (state, _, answer) =>
    told(state, answer, "observe") ??
    brokenPartitions(state, answer) ??
    brokenBlocks(state, answer) ??
    brokenRecord(state, answer) ??
    brokenZones(state, answer) ??
    brokenQueue(state, answer) ??
    LEGAL,
};

/** The states that a block may be seen in. Between two events of one operation the driver's record may be either. */
function statesOf({ hotplug, layout }: GuestState, block: number): readonly BlockState[] {
  const plugged = hotplug.pluggedIn[block] as number;
  const partial = plugged < layout.blockFrames / layout.deviceFrames;
  const phase = hotplug.phase[block];
  if (phase === ABSENT && plugged === 0) return ["unused"];
  if (phase === ABSENT) return ["plugged", partial ? "offline-partial" : "offline"];
  if (phase === OFFLINE)
    return plugged === 0 ? ["offline-partial", "unused"] : [partial ? "offline-partial" : "offline"];
  const zone = zones[hotplug.zone[block] as number] ?? "movable";
  // Frames that were plugged a moment ago are not handed over yet.
  const underWay = plugged * layout.deviceFrames !== hotplug.usableIn[block];
  return underWay ? [zone, `${zone}-partial`] : [partial ? `${zone}-partial` : zone];
}

function brokenBlocks(state: GuestState, { blocks }: Observed): Illegal | undefined {
  const { hotplug, layout, docket } = state;
  const rule = rules["observed/blocks"];
  if (!weighs(docket, rule) || hotplug.ballooned !== undefined || hotplug.doubtful) return undefined;
  if (blocks.length !== hotplug.phase.length)
    return illegal(rule, `${blocks.length} blocks are listed, there are ${hotplug.phase.length}`);
  for (const [at, seen] of blocks.entries()) {
    const states = statesOf(state, at);
    if (!states.includes(seen))
      return illegal(
        rule,
        `block ${at + layout.first / layout.blockFrames} is ${seen} instead of ${states.join(" or ")}`,
      );
  }
  return undefined;
}

/** Extents in the order in which they are listed, those that follow one another joined: a list may go block by block. */
function joined(extents: readonly Extent[]): readonly Extent[] {
  const all: Extent[] = [];
  for (const next of extents) {
    const last = all[all.length - 1];
    if (last === undefined || last.first + last.count !== next.first) all.push(next);
    else all[all.length - 1] = extent(last.first, last.count + next.count);
  }
  return all;
}

/** The driver's record against what the device acknowledged. */
function brokenRecord(state: GuestState, observed: Observed): Illegal | undefined {
  const { hotplug, layout, docket } = state;
  const rule = rules["observed/plugged"];
  if (!weighs(docket, rule) || hotplug.ballooned !== undefined || hotplug.doubtful) return undefined;
  const { cells } = hotplug;
  const plugged = joined(observed.plugged);
  let next = 0;
  for (let at = 0; at < cells.length; ) {
    const isPlugged = cells[at] !== 0;
    let end = at + 1;
    while (end < cells.length && (cells[end] !== 0) === isPlugged) end++;
    const first = layout.first + at * layout.deviceFrames;
    const count = (end - at) * layout.deviceFrames;
    at = end;
    if (!isPlugged) continue;
    const seen = plugged[next++];
    if (seen?.first !== first || seen.count !== count)
      return illegal(
        rule,
        `${sayFrames(first, count)} are plugged, the record says ${seen === undefined ? "nothing" : sayFrames(seen.first, seen.count)}`,
      );
  }
  const more = plugged[next];
  return more && illegal(rule, `the record has ${sayFrames(more.first, more.count)}, which are not plugged`);
}

/** Zones with their frames, in order; those of which the driver holds everything may be left out. */
function brokenZones(state: GuestState, { zones: all }: Observed): Illegal | undefined {
  const { docket } = state;
  const managed = rules["observed/managed"];
  const free = rules["observed/free"];
  const owed = recountZones(state);
  const seen = all.filter(({ managed: frames }) => frames !== 0);
  const judgesManaged = weighs(docket, managed);
  const judgesFree = weighs(docket, free);
  for (let at = 0; at < Math.max(owed.length, seen.length); at++) {
    const [is, ought] = [seen[at], owed[at]];
    const agrees = is?.zone === ought?.zone && is?.partition === ought?.partition && is?.managed === ought?.managed;
    if (judgesManaged && !agrees) return illegal(managed, `seen is ${sayZone(is)}; there is ${sayZone(ought)}`);
    if (is === undefined || ought === undefined || !judgesFree) continue;
    if (is.free > ought.free || is.free < ought.free - ought.gathered)
      return illegal(free, `seen is ${sayZone(is)}; ${ought.free} are free`);
  }
  return undefined;
}

const sayZone = (zone: Pick<ZoneCount, "zone" | "partition" | "managed" | "free"> | undefined): string => {
  if (zone === undefined) return "no more zone";
  const name = zone.partition === null ? zone.zone : `partition ${zone.partition}`;
  return `${name} with ${zone.managed} frames, ${zone.free} of them free`;
};

function brokenPartitions(state: GuestState, { partitions: seen }: Observed): Illegal | undefined {
  const { docket, partitions, hotplug, layout } = state;
  const rule = rules["observed/partitions"];
  if (!weighs(docket, rule)) return undefined;
  if (layout.partitions > 0) learnPartitioned(state, seen.length > 0);
  const owed = hotplug.partitioned === true ? partitions.told.length : 0;
  if (seen.length !== owed) return illegal(rule, `${seen.length} partitions are listed, there are ${owed}`);
  for (const [at, is] of seen.entries()) {
    const [told, users] = [partitions.told[at], partitions.users[at]];
    if (is.state !== told || is.users !== users)
      return illegal(rule, `partition ${at} is seen ${is.state} with ${is.users} users; it is ${told} with ${users}`);
  }
  return undefined;
}

function brokenQueue(state: GuestState, { waiting: seen }: Observed): Illegal | undefined {
  const rule = rules["observed/waiting"];
  const owed = waiting(state);
  if (!weighs(state.docket, rule)) return undefined;
  const agrees = seen.length === owed.length && seen.every((process, at) => process === owed[at]);
  return agrees
    ? undefined
    : illegal(rule, `seen waiting: ${seen.join(", ") || "nobody"}; there wait ${owed.join(", ") || "nobody"}`);
}
