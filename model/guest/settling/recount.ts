import type { Pfn } from "../../units.ts";
import type { Zone } from "../events.ts";
import { DEFLATED, GIVEN, ONLINE, zones } from "../hotplug/hotplug.ts";
import { usableFrames } from "../hotplug/zones.ts";
import { partitionAt } from "../layout.ts";
import { countMarked } from "../memory/frame-map.ts";
import type { GuestState } from "../state.ts";

/** A zone as an observer ought to see it. */
export interface ZoneCount {
  readonly zone: Zone | "boot";
  readonly partition: number | null;
  managed: number;
  free: number;
  /** Frames that a balloon may have gathered and not yet told the host of: it tells them in batches. */
  readonly gathered: number;
}

/**
 * Zones that have memory, by their first frame, counted from device blocks and frames alone: none of the sums that laws keep
 * are used.
 */
export function recountZones(state: GuestState): readonly ZoneCount[] {
  const found: ZoneCount[] = [];
  const { layout } = state;
  const blocks = layout.end / layout.blockFrames;
  for (let at = 0; at < blocks; at++) {
    const managed = recountBlock(state, at);
    if (managed === 0) continue;
    const zone = zoneOfBlock(state, at);
    const partition = zone === "private" ? partitionAt(layout, (at * layout.blockFrames) as Pfn) : null;
    let count = found.find((it) => it.zone === zone && it.partition === partition);
    if (count === undefined) {
      count = { zone, partition, managed: 0, free: 0, gathered: batchOf(state) };
      found.push(count);
    }
    count.managed += managed;
    count.free += managed - usedIn(state, at);
  }
  return found;
}

/** A balloon tells the host of 256 pages at once in Linux; half a pageblock where pageblocks are small. */
const batchOf = ({ hotplug, geometry }: GuestState): number =>
  hotplug.ballooned === undefined ? 0 : Math.max(1, 2 ** (geometry.pageblockOrder - 1));

/** Frames of a block that the allocator has. */
function recountBlock(state: GuestState, block: number): number {
  const { layout, hotplug } = state;
  const { blockFrames, deviceFrames, first } = layout;
  const offset = block * blockFrames - first;
  if (offset < 0) return usableFrames(state, block as Parameters<typeof usableFrames>[1]);
  let frames = 0;
  if (hotplug.ballooned !== undefined) {
    for (let at = offset; at < offset + blockFrames; at++) if (hotplug.ballooned[at] === DEFLATED) frames++;
    return frames;
  }
  const { cells } = hotplug;
  const end = Math.floor((offset + blockFrames) / deviceFrames);
  for (let at = Math.floor(offset / deviceFrames); at < end; at++) if (cells[at] === GIVEN) frames += deviceFrames;
  return frames;
}

function usedIn({ layout: { blockFrames }, memory }: GuestState, block: number): number {
  return countMarked(memory.map, block * blockFrames, (block + 1) * blockFrames);
}

function zoneOfBlock({ layout, hotplug, geometry }: GuestState, block: number): Zone | "boot" {
  const first = block * layout.blockFrames;
  if (first < geometry.bootFrames) return "boot";
  if (first < layout.first) return hotplug.partitioned === true ? "shared" : "boot";
  const at = block - layout.first / layout.blockFrames;
  return hotplug.phase[at] === ONLINE ? (zones[hotplug.zone[at] as number] ?? "movable") : "movable";
}
