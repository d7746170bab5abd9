import { type Extent, extent } from "../../units.ts";
import type { Zone } from "../events.ts";
import { partitionAt } from "../layout.ts";
import { eachRun, fill, reuse, reuseAll, runsIn, zoneOf } from "./frames.ts";
import {
  DRIVER,
  FREE,
  KERNEL,
  type Machine,
  MEMMAP,
  MOVABLE,
  NO_ZONE,
  OWNERS,
  PRIVATE,
  SHARED,
  tell,
} from "./machine.ts";
import { piecesIn, relocate, runOf } from "./move.ts";
import { ownerOf } from "./owners.ts";
import type { FileCache, Piece } from "./parts.ts";

function zoneNumber(m: Machine, first: number, zone: Zone): number {
  if (zone === "kernel") return KERNEL;
  if (zone === "movable") return MOVABLE;
  return zone === "shared" ? SHARED : PRIVATE + partitionAt(m.layout, first as Extent["first"]);
}

/** Newly plugged frames become free; the first of a block decide its zone. */
export function onlineFrames(m: Machine, { first, count }: Extent, zone: Zone): void {
  m.frames.zone[first >>> m.frames.shift] = zoneNumber(m, first, zone);
  reuseAll(m.frames, first, count, FREE);
}

/** Free, or not the memory manager's in the first place. Parked frames are neither. */
export const isIdle = (_: Machine, use: number): boolean => use === FREE || use === DRIVER;

/** Nothing is isolated or moved: a block that is in use stays online. */
export function takeOffline(m: Machine, { first, count }: Extent): "done" | "busy" {
  const zone = zoneOf(m.frames, first);
  if (zone === NO_ZONE) return "done";
  m.steps.drainZone(m, zone);
  let idle = true;
  eachRun(m.frames, first, count, (_, __, { use }) => {
    if (!m.steps.isIdle(m, use)) idle = false;
  });
  if (!idle) return "busy";
  reuseAll(m.frames, first, count, DRIVER);
  m.frames.zone[first >>> m.frames.shift] = NO_ZONE;
  return "done";
}

/** Memory of the kernel, or of nobody who could be asked to move. */
export function isUnmovable(m: Machine, { first, count }: Extent): boolean {
  let unmovable = false;
  eachRun(m.frames, first, count, (_, __, { use }) => {
    if (use === MEMMAP) unmovable = true;
    const owner = use < OWNERS ? null : ownerOf(m, use);
    if (owner === undefined || owner?.kind === "kernel") unmovable = true;
  });
  return unmovable;
}

/** alloc_contig_range: what is free in the range is taken first, so that nothing moves within it. */
export function isolate(m: Machine, range: Extent): "done" | "busy" | "no-memory" {
  if (m.steps.isUnmovable(m, range)) return "busy";
  m.steps.drainZone(m, zoneOf(m.frames, range.first));
  takeFree(m, range);
  let outcome = m.steps.emptyRange(m, range);
  if (outcome === "done" && runsIn(m.frames, range.first, range.count).some(({ use }) => use !== DRIVER))
    outcome = "busy";
  if (outcome === "done") m.steps.prepareTaken(m, range);
  else m.steps.giveBack(m, range);
  return outcome;
}

function takeFree(m: Machine, { first, count }: Extent): void {
  for (const run of runsIn(m.frames, first, count)) {
    if (run.use === FREE) reuse(m.frames, run.first, run.count, FREE, DRIVER);
  }
}

/** Lowest first; what was moved before a page resists stays where it went. */
export function emptyRange(m: Machine, range: Extent): "done" | "busy" | "no-memory" {
  for (const piece of piecesIn(m, range)) if (piece.index >= 0) m.steps.dropClean(m, piece);
  const zones = m.steps.zonesForTarget(m, zoneOf(m.frames, range.first));
  for (const { use, first, count } of piecesIn(m, range)) {
    if (use < OWNERS) continue;
    if (!m.steps.mayMove(m, use, first)) return "busy";
    if (!m.steps.makeRoom(m, zones, count)) return "no-memory";
    relocate(m, use, first, count, zones);
    reuseAll(m.frames, first, count, DRIVER);
  }
  return "done";
}

/** Clean pages of files are given up rather than moved (reclaim_clean_pages_from_list). */
export function dropClean(m: Machine, piece: Piece): void {
  const file = ownerOf(m, piece.use) as FileCache;
  const run = runOf(file, piece);
  if (!m.steps.mayDrop(m, run)) return;
  m.steps.dropPages(m, file, run);
  reuseAll(m.frames, piece.first, piece.count, DRIVER);
}

/** post_alloc_hook with init_on_alloc=1. */
export function prepareTaken(m: Machine, { first, count }: Extent): void {
  if (!m.geometry.initOnAlloc) return;
  fill(m.frames, first, count, 0);
  tell(m, { kind: "zero", extent: extent(first, count) });
}

/** Frames in the hands of the driver are free again, where they lie (undo_isolate_page_range, fake_online). */
export const giveBack = (m: Machine, { first, count }: Extent): void => {
  for (const run of runsIn(m.frames, first, count)) {
    if (run.use === DRIVER) reuse(m.frames, run.first, run.count, DRIVER, FREE);
  }
};

/** Memory that the host took away holds nothing: it reads zero if it is ever plugged again. */
export const hostDiscards = (m: Machine, { first, count }: Extent): void => fill(m.frames, first, count, 0);

/** Movable memory only, at the price of clean pages (GFP_HIGHUSER_MOVABLE with __GFP_NORETRY). */
export function allocateBalloonPage(m: Machine): number | null {
  m.steps.dropIn(m, MOVABLE, 1);
  if (m.steps.roomIn(m, MOVABLE) === 0) return null;
  const taken: Extent[] = [];
  m.steps.takeFrames(m, MOVABLE, 1, DRIVER, taken);
  return (taken[0] as Extent).first;
}

/** Frames that leave the balloon are ordinary movable memory. */
export const returnBalloonFrames = (m: Machine, frames: Extent): void => m.steps.onlineFrames(m, frames, "movable");
