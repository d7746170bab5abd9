import { type BlockIndex, extent, type Pfn } from "../../units.ts";
import { firstUnusable, usableFrames, zoneAt } from "../hotplug/zones.ts";
import { partitionExtent } from "../layout.ts";
import type { GuestState } from "../state.ts";
import { firstTaken, freeFrames } from "./frames.ts";
import type { Need } from "./need.ts";
import { ELSEWHERE, IN_BOOT, IN_SHARED, idleInSpan, missingPages } from "./pages.ts";

/** Frames that could be had for a need, and how many it takes. */
export interface Supply {
  readonly free: number;
  readonly needed: number;
}

/** What could be had when a process is killed or an allocation fails: free frames, and those of pages that may be dropped. */
export function supplyFor(state: GuestState, need: Need): Supply {
  if (need.kind === "kernel") return kernelSupply(state, need);
  return need.kind === "anonymous" ? anonymousSupply(state, need) : fileSupply(state, need);
}

function anonymousSupply(state: GuestState, { partition, frames }: Need): Supply {
  if (partition >= 0) {
    const free = freeFrames(state, partitionExtent(state.layout, partition)) - state.options.reserve;
    return { free, needed: frames };
  }
  const free = state.hotplug.partitioned ? bootSupply(state, null) : wholeSupply(state, null);
  return { free, needed: frames };
}

function fileSupply(state: GuestState, { partition, span }: Need): Supply {
  if (span === null) return { free: 0, needed: 0 };
  const needed = missingPages(state, span.file, span.first, span.pages);
  if (!state.hotplug.partitioned) return { free: wholeSupply(state, span), needed };
  if (partition < 0) return { free: bootSupply(state, span), needed };
  const { fileReads, sharedFull } = state.options;
  if (!span.fault && fileReads === "boot") return { free: bootSupply(state, span), needed };
  const shared = sharedSupply(state, span);
  return { free: sharedFull === "kill" ? shared : shared + bootSupply(state, span), needed };
}

function kernelSupply(state: GuestState, { order }: Need): Supply {
  // The kernel's own memory never comes from CMA, and nobody tells which frames of boot memory are CMA's.
  if (state.geometry.cma !== null) return { free: 0, needed: 2 ** order };
  if (order === 0) return { free: bootSupply(state, null) + kernelZones(state), needed: 1 };
  return { free: hasAligned(state, 2 ** order) ? 2 ** order : 0, needed: 2 ** order };
}

type Span = Need["span"];

/** Pages of a place that may be dropped and that the command does not itself need. */
function droppable(state: GuestState, place: number, span: Span): number {
  const idle = state.files.idle[place] as number;
  return span === null ? idle : idle - idleInSpan(state, span.file, span.first, span.pages, place);
}

/** Frames that a zone keeps free. */
const keptFree = ({ geometry }: GuestState): number => geometry.watermarks?.min ?? 0;

/** Free and droppable frames of the shared partition, without what a watermark keeps. */
export const sharedSupply = (state: GuestState, span: Span): number =>
  freeFrames(state, state.layout.shared) + droppable(state, IN_SHARED, span) - keptFree(state);

/** Free and droppable frames of boot memory, without what watermarks keep. */
export function bootSupply(state: GuestState, span: Span): number {
  const { watermarks, bootFrames } = state.geometry;
  const kept = keptFree(state) + (watermarks?.lowmemReserve ?? 0);
  const free = freeFrames(state, extent(0, bootFrames));
  return free - kept + droppable(state, IN_BOOT, span);
}

/** Free frames of kernel-zone blocks. */
function kernelZones(state: GuestState): number {
  const { layout } = state;
  let sum = 0;
  for (let at = layout.first / layout.blockFrames; at < layout.end / layout.blockFrames; at++) {
    const usable = usableFrames(state, at as BlockIndex);
    if (usable === 0 || zoneAt(state, someUsable(state, at)) !== "kernel") continue;
    sum += usable - (state.memory.usedInBlock[at] as number);
  }
  return sum;
}

/** A usable frame of a block that has one. */
function someUsable(state: GuestState, block: number): Pfn {
  const { blockFrames, deviceFrames } = state.layout;
  const end = (block + 1) * blockFrames;
  for (let at = block * blockFrames; at < end; at += deviceFrames)
    if (zoneAt(state, at as Pfn) !== null) return at as Pfn;
  return (block * blockFrames) as Pfn;
}

/** Free and droppable frames of a guest without partitions. */
function wholeSupply(state: GuestState, span: Span): number {
  const { bootFrames } = state.geometry;
  const rest = freeFrames(state, extent(bootFrames, state.layout.end - bootFrames));
  const idle = droppable(state, IN_SHARED, span) + droppable(state, ELSEWHERE, span);
  return bootSupply(state, span) + rest + idle - keptFree(state);
}

/** Whether so many aligned frames, a power of two, are free together where the kernel may have them. */
function hasAligned(state: GuestState, frames: number): boolean {
  const { layout, geometry } = state;
  if (geometry.watermarks !== null || geometry.perCpuLists !== null) return false;
  for (let at = 0; at + frames <= layout.end; at += frames) {
    if (at >= geometry.bootFrames && zoneAt(state, at as Pfn) !== "kernel") continue;
    if (at < geometry.bootFrames && at + frames > geometry.bootFrames) continue;
    if (firstUnusable(state, extent(at, frames)) !== -1) continue;
    if (firstTaken(state, at, frames) < 0) return true;
  }
  return false;
}
