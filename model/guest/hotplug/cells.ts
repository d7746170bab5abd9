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

/** The first frame of an extent of {@link inRegion} whose device block has, or has not, this value; -1 when there is none. */
export function firstCell(state: GuestState, { first, count }: Extent, value: number, has: boolean): number {
  const { layout, hotplug } = state;
  const from = (first - layout.first) / layout.deviceFrames;
  const to = from + count / layout.deviceFrames;
  for (let at = from; at < to; at++) {
    if ((hotplug.cells[at] === value) === has) return layout.first + at * layout.deviceFrames;
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
  const { cells, pluggedIn, usableIn, usableBy, zone } = hotplug;
  const { deviceFrames, blockFrames } = layout;
  const perBlock = blockFrames / deviceFrames;
  const to = (first - layout.first + count) / deviceFrames;
  for (let at = (first - layout.first) / deviceFrames; at < to; ) {
    const block = Math.floor(at / perBlock);
    const end = Math.min(to, (block + 1) * perBlock);
    let plugged = 0;
    let given = 0;
    for (; at < end; at++) {
      const before = cells[at] as number;
      if (before === value || (only !== undefined && before !== only)) continue;
      plugged += Number(value !== UNPLUGGED) - Number(before !== UNPLUGGED);
      given += Number(value === GIVEN) - Number(before === GIVEN);
      cells[at] = value;
    }
    pluggedIn[block] = (pluggedIn[block] as number) + plugged;
    hotplug.plugged += plugged * deviceFrames;
    usableIn[block] = (usableIn[block] as number) + given * deviceFrames;
    const kind = zone[block] as number;
    usableBy[kind] = (usableBy[kind] as number) + given * deviceFrames;
  }
}
