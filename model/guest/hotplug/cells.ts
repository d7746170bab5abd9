import type { Extent } from "../../units.ts";
import type { GuestState } from "../state.ts";
import { GIVEN, HELD, UNPLUGGED } from "./hotplug.ts";

/** Whether an extent is whole device blocks of the region, at least one. */
export function inRegion({ layout }: GuestState, { first, count }: Extent): boolean {
  const { deviceFrames } = layout;
  const whole = (first - layout.first) % deviceFrames === 0 && count % deviceFrames === 0;
  return whole && count > 0 && first >= layout.first && first + count <= layout.end;
}

/** Whether an extent is whole subblocks of the region, at least one: what the driver asks for. */
export function inSubblocks(state: GuestState, extent: Extent): boolean {
  const { first, subblockFrames } = state.layout;
  return (
    inRegion(state, extent) && (extent.first - first) % subblockFrames === 0 && extent.count % subblockFrames === 0
  );
}

/** Device blocks of a memory block that have this value, from what is counted. */
function countOf({ hotplug, layout }: GuestState, block: number, value: number): number {
  const plugged = hotplug.pluggedIn[block] as number;
  if (value === UNPLUGGED) return layout.blockFrames / layout.deviceFrames - plugged;
  const given = hotplug.givenIn[block] as number;
  return value === GIVEN ? given : plugged - given;
}

/**
 * The first frame of an extent of {@link inRegion} whose device block has, or has not, this value; -1 when there is none.
 * Memory blocks that are all of one value are not looked into.
 */
export function firstCell(state: GuestState, { first, count }: Extent, value: number, has: boolean): number {
  const { layout, hotplug } = state;
  const { deviceFrames } = layout;
  const perBlock = layout.blockFrames / deviceFrames;
  const to = (first - layout.first + count) / deviceFrames;
  for (let at = (first - layout.first) / deviceFrames; at < to; ) {
    const block = Math.floor(at / perBlock);
    const end = Math.min(to, (block + 1) * perBlock);
    if (countOf(state, block, value) !== (has ? 0 : perBlock)) {
      const { cells } = hotplug;
      for (; at < end; at++) if ((cells[at] === value) === has) return layout.first + at * deviceFrames;
    }
    at = end;
  }
  return -1;
}

/** The first frame of an extent that the allocator has, or -1. */
export const firstGiven = (state: GuestState, extent: Extent): number => firstCell(state, extent, GIVEN, true);
/** The first frame that is plugged, or -1. */
export const firstPlugged = (state: GuestState, extent: Extent): number => firstCell(state, extent, UNPLUGGED, false);
/** The first frame that is not plugged, or -1. */
export const firstUnplugged = (state: GuestState, extent: Extent): number => firstCell(state, extent, UNPLUGGED, true);
/** The first frame that is not in the driver's hands and plugged, or -1. */
export const firstNotHeld = (state: GuestState, extent: Extent): number => firstCell(state, extent, HELD, false);
/** The first frame that the allocator does not have, or -1. */
export const firstNotGiven = (state: GuestState, extent: Extent): number => firstCell(state, extent, GIVEN, false);

/**
 * Gives device blocks of an extent of {@link inRegion} a value, and corrects every count.
 *
 * @param only - change blocks of this value only; all when undefined
 */
export function turn(state: GuestState, { first, count }: Extent, value: number, only?: number): void {
  const { layout, hotplug } = state;
  const { deviceFrames } = layout;
  const perBlock = layout.blockFrames / deviceFrames;
  const to = (first - layout.first + count) / deviceFrames;
  for (let at = (first - layout.first) / deviceFrames; at < to; ) {
    const block = Math.floor(at / perBlock);
    const end = Math.min(to, (block + 1) * perBlock);
    const before = uniformOf(state, block);
    if (before === -1) turnEach(state, { block, from: at, to: end }, value, only);
    else if (before !== value && (only === undefined || before === only)) {
      hotplug.cells.fill(value, at, end);
      recount(state, block, before, value, end - at);
    }
    at = end;
  }
}

/** The value that all device blocks of a memory block have, or -1. */
function uniformOf(state: GuestState, block: number): number {
  const perBlock = state.layout.blockFrames / state.layout.deviceFrames;
  for (let value = UNPLUGGED; value <= GIVEN; value++) if (countOf(state, block, value) === perBlock) return value;
  return -1;
}

/** Device blocks of one memory block, half-open. */
interface Cells {
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

function turnEach(state: GuestState, { block, from, to }: Cells, value: number, only?: number): void {
  const { cells } = state.hotplug;
  for (let at = from; at < to; at++) {
    const before = cells[at] as number;
    if (before === value || (only !== undefined && before !== only)) continue;
    cells[at] = value;
    recount(state, block, before, value, 1);
  }
}

/** So many device blocks of a memory block went from one value to another. */
function recount({ hotplug, layout }: GuestState, block: number, before: number, after: number, blocks: number): void {
  const plugged = (Number(after !== UNPLUGGED) - Number(before !== UNPLUGGED)) * blocks;
  const given = (Number(after === GIVEN) - Number(before === GIVEN)) * blocks;
  hotplug.pluggedIn[block] = (hotplug.pluggedIn[block] as number) + plugged;
  hotplug.givenIn[block] = (hotplug.givenIn[block] as number) + given;
  hotplug.usableIn[block] = (hotplug.usableIn[block] as number) + given * layout.deviceFrames;
  hotplug.plugged += plugged * layout.deviceFrames;
}
