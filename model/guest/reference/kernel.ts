import { type Extent, extent } from "../../units.ts";
import { fill, isFree, reuse, runsIn } from "./frames.ts";
import { BOOT, KERNEL_DATA, type Machine, MEMMAP } from "./machine.ts";
import { newKernelPage, reserveId, retire } from "./owners.ts";
import type { FrameRun, Frames, KernelPage } from "./parts.ts";
import { takeAcross } from "./take.ts";

/** The lowest aligned free range of a zone; -1: none. */
function findAligned(f: Frames, zone: number, size: number): number {
  for (let block = f.lowest[zone] as number; block < f.runs.length; block++) {
    if (f.zone[block] !== zone || (f.free[block] as number) < size) continue;
    const found = alignedIn(f.runs[block] as FrameRun[], size);
    if (found >= 0) return found;
  }
  return -1;
}

function alignedIn(runs: readonly FrameRun[], size: number): number {
  let start = -1;
  for (const { first, count, use } of runs) {
    if (!isFree(use)) {
      start = -1;
      continue;
    }
    if (start < 0) start = Math.ceil(first / size) * size;
    if (start + size <= first + count) return start;
  }
  return -1;
}

function findIn(m: Machine, zones: readonly number[], size: number): number {
  for (const zone of zones) {
    const found = findAligned(m.frames, zone, size);
    if (found >= 0) return found;
  }
  return -1;
}

/** An aligned range, for which clean page cache goes if there is no other way. */
export function allocateKernel(m: Machine, order: number): KernelPage | null {
  const zones = m.steps.zonesForKernel(m);
  const size = 2 ** order;
  let first = findIn(m, zones, size);
  if (first < 0) {
    for (const zone of zones) m.steps.dropIn(m, zone, Number.POSITIVE_INFINITY);
    first = findIn(m, zones, size);
  }
  if (first < 0) return null;
  const id = reserveId(m);
  for (const run of runsIn(m.frames, first, size)) reuse(m.frames, run.first, run.count, run.use, id);
  fill(m.frames, first, size, KERNEL_DATA);
  m.meter.faulted += size;
  return newKernelPage(m, id, extent(first, size));
}

/** Frees memory of the kernel. */
export function freeKernel(m: Machine, page: KernelPage): void {
  m.steps.freeFrames(m, page.frames.first, page.frames.count);
  retire(m, page);
}

/** Frames for a memory map, all or nothing. */
export function takeBoot(m: Machine, count: number): readonly Extent[] | null {
  const zones = m.frames.only[BOOT] as readonly number[];
  if (!m.steps.makeRoom(m, zones, count)) return null;
  const taken = takeAcross(m, zones, count, MEMMAP);
  for (const span of taken) fill(m.frames, span.first, span.count, KERNEL_DATA);
  return taken;
}

/** Frees a memory map. */
export function freeBoot(m: Machine, extents: readonly Extent[]): void {
  for (const { first, count } of extents) m.steps.freeFrames(m, first, count);
}
