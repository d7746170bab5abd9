import { type BlockIndex, type Extent, extent, type Pfn } from "../units.ts";
import { DEFLATED, GIVEN, UNPLUGGED } from "./hotplug/hotplug.ts";
import { unitFrames } from "./hotplug/units.ts";
import { blocksOfPartition } from "./hotplug/zones.ts";
import { blockAt, partitionExtent } from "./layout.ts";
import { firstUsed, freeFrames, runsIn } from "./memory/frames.ts";
import { canMove, ownerName } from "./memory/owners.ts";
import type { GuestState } from "./state.ts";

/** Why memory that the host wants back stays plugged. */
export interface Blocker {
  readonly block: BlockIndex;
  readonly frame: Pfn;
  /** Who has the frame, in words. */
  readonly owner: string;
  readonly why: string;
}

/** Memory that is plugged and unplugged as one: a partition, a subblock, or a page of a balloon's guest. */
export interface Unit {
  readonly extent: Extent;
  /** What keeps it plugged; null when nothing does. */
  readonly blocker: Blocker | null;
}

/** Everything that keeps plugged memory from being given back, in order of frames. */
export function blockersOf(state: GuestState): readonly Blocker[] {
  const found: Blocker[] = [];
  for (const { blocker } of unitsOf(state)) if (blocker !== null) found.push(blocker);
  return found;
}

/** The first memory that could be given back because nothing keeps it, or null. */
export function firstUnblocked(state: GuestState): Extent | null {
  if (state.hotplug.ballooned === undefined && state.hotplug.partitioned === true) return firstFree(state);
  for (const { extent: unit, blocker } of unitsOf(state)) if (blocker === null) return unit;
  return null;
}

/** One wording of a blocker, for people. */
export const sayBlocker = ({ block, frame, owner, why }: Blocker): string =>
  `frame ${frame} of block ${block} (${owner}): ${why}`;

/** Blockers that are worded before the rest is counted only: a full guest has one for each of its subblocks. */
const MOST_WORDED = 4;

function worded(state: GuestState): { readonly first: readonly string[]; readonly rest: number } {
  const all = blockersOf(state);
  return { first: all.slice(0, MOST_WORDED).map(sayBlocker), rest: Math.max(0, all.length - MOST_WORDED) };
}

/** What keeps plugged memory, for people; empty when nothing does. */
export function sayBlockers(state: GuestState): string {
  const { first, rest } = worded(state);
  return (rest > 0 ? [...first, `and ${rest} more`] : first).join("; ");
}

/** Who keeps memory that the host wants back, a sentence each; none where at most what it wants is plugged. */
export function keptPlugged(state: GuestState): readonly string[] {
  if (state.hotplug.plugged - state.hotplug.requested < unitFrames(state)) return [];
  const { first, rest } = worded(state);
  return (rest > 0 ? [...first, `${rest} more`] : first).map((blocker) => `still plugged: ${blocker}`);
}

/** All plugged memory, in units of the guest's mechanism. */
function unitsOf(state: GuestState): Iterable<Unit> {
  if (state.hotplug.ballooned !== undefined) return pagesOf(state);
  return state.hotplug.partitioned === true ? partitionsOf(state) : subblocksOf(state);
}

const blocked = ({ layout }: GuestState, frame: number, owner: string, why: string): Blocker => ({
  block: blockAt(layout, frame as Pfn),
  frame: frame as Pfn,
  owner,
  why,
});

function* partitionsOf(state: GuestState): Iterable<Unit> {
  const { layout, hotplug } = state;
  const { shared } = layout;
  if (hotplug.pluggedIn[0] !== 0 && layout.first === shared.first && shared.count > 0)
    yield { extent: shared, blocker: blocked(state, shared.first, "the shared partition", "it stays plugged") };
  for (let at = 0; at < layout.partitions; at++) {
    if (pluggedOf(state, at) > 0) yield { extent: partitionExtent(layout, at), blocker: partitionBlocker(state, at) };
  }
}

/** The same of a guest with partitions, without wording what keeps those that are assigned: most are. */
function firstFree(state: GuestState): Extent | null {
  const { layout, partitions } = state;
  for (let at = 0; at < layout.partitions; at++) {
    if (partitions.told[at] === "assigned" || pluggedOf(state, at) === 0) continue;
    if (partitionBlocker(state, at) === null) return partitionExtent(layout, at);
  }
  return null;
}

/** Device blocks of a private partition that are plugged. */
function pluggedOf(state: GuestState, partition: number): number {
  const { first, end } = blocksOfPartition(state, partition);
  const { pluggedIn } = state.hotplug;
  let plugged = 0;
  for (let block = first; block < end; block++) plugged += pluggedIn[block] as number;
  return plugged;
}

function partitionBlocker(state: GuestState, partition: number): Blocker | null {
  const { layout, partitions, hotplug } = state;
  const told = partitions.told[partition];
  const range = partitionExtent(layout, partition);
  const used = firstUsed(state, range);
  if (told === "assigned") {
    const owner = used === null ? "unused" : ownerName(state, used.owner);
    return blocked(state, used?.pfn ?? range.first, owner, `partition ${partition} is assigned`);
  }
  if (told === "draining" && used !== null) {
    const why = canMove(state, used.owner) ?? "it is still referenced";
    return blocked(state, used.pfn, ownerName(state, used.owner), `partition ${partition} is draining: ${why}`);
  }
  const underWay = told === "plugging" || told === "unplugging";
  if (underWay && hotplug.migrating)
    return blocked(state, range.first, "unused", "the device is busy: a migration runs");
  return null;
}

function* subblocksOf(state: GuestState): Iterable<Unit> {
  const { layout, hotplug } = state;
  const { first, end, subblockFrames, deviceFrames } = layout;
  const free = freeFrames(state, extent(0, end));
  for (let at = first; at < end; at += subblockFrames) {
    const cell = hotplug.cells[(at - first) / deviceFrames];
    if (cell === UNPLUGGED) continue;
    const unit = extent(at, subblockFrames);
    yield { extent: unit, blocker: cell === GIVEN ? subblockBlocker(state, unit, free) : null };
  }
}

/** The first frame of a subblock that cannot go elsewhere, when so many frames of the guest are free. */
function subblockBlocker(state: GuestState, unit: Extent, free: number): Blocker | null {
  let used = 0;
  let movable: { readonly frame: number; readonly owner: string } | undefined;
  for (const { first, count, owner } of runsIn(state, unit)) {
    if (owner.kind === "free") continue;
    const why = canMove(state, owner);
    if (why !== null) return blocked(state, first, ownerName(state, owner), why);
    used += count;
    movable ??= { frame: first, owner: ownerName(state, owner) };
  }
  if (movable === undefined || used <= free - (unit.count - used)) return null;
  return blocked(state, movable.frame, movable.owner, "there is no free memory to move it to");
}

function* pagesOf(state: GuestState): Iterable<Unit> {
  const { layout, hotplug } = state;
  const { ballooned = new Uint8Array() } = hotplug;
  for (let at = 0; at < ballooned.length; at++) {
    if (ballooned[at] !== DEFLATED) continue;
    const unit = extent(layout.first + at, 1);
    const used = firstUsed(state, unit);
    yield {
      extent: unit,
      blocker: used && blocked(state, used.pfn, ownerName(state, used.owner), "a balloon takes free pages only"),
    };
  }
}
