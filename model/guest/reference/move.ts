import { type Extent, extent, pfn } from "../../units.ts";
import { cachedIn, joinAlike } from "./cache.ts";
import { append, runsIn } from "./frames.ts";
import { type Machine, OWNERS, tell } from "./machine.ts";
import { isHeld, ownerOf } from "./owners.ts";
import type { CacheRun, FileCache, Piece } from "./parts.ts";
import { takeAcross } from "./take.ts";

/** Everything in a range that has an owner, ascending. */
export function piecesIn(m: Machine, { first, count }: Extent): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { first: at, count: frames, use } of runsIn(m.frames, first, count)) {
    const owner = use < OWNERS ? undefined : ownerOf(m, use);
    if (owner?.kind === "file") pieces.push(...filePieces(owner, at, frames));
    else pieces.push({ first: at, count: frames, use, index: -1 });
  }
  return pieces;
}

function filePieces({ id, cached }: FileCache, first: number, count: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const run of cached) {
    const from = Math.max(first, run.first);
    const to = Math.min(first + count, run.first + run.count);
    if (from < to) pieces.push({ first: from, count: to - from, use: id, index: run.index + from - run.first });
  }
  return pieces.sort((a, b) => a.first - b.first);
}

/** The pages of a piece of a file, as a run of their own. */
export const runOf = (file: FileCache, { index, count }: Piece): CacheRun =>
  cachedIn(file, index, count)[0] as CacheRun;

/** A page may move unless somebody holds it or it is the kernel's (migrate_pages' reference check). */
export function mayMove(m: Machine, use: number, first: number): boolean {
  const owner = use < OWNERS ? undefined : ownerOf(m, use);
  if (owner === undefined || owner.kind === "kernel") return false;
  if (owner.kind === "anonymous") return !isHeld(owner.holds);
  const run = owner.cached.find((each) => each.first <= first && first < each.first + each.count);
  return run !== undefined && !isHeld(run.holds);
}

/** Moves pages of one owner to the best frames there are; the caller has made sure that they are there. */
export function relocate(m: Machine, use: number, first: number, count: number, zones: readonly number[]): void {
  let from = first;
  for (const to of takeAcross(m, zones, count, use)) {
    m.steps.movePages(m, use, from, to);
    from += to.count;
  }
}

/** Content first, then references; only then are the old frames free. */
export function movePages(m: Machine, use: number, from: number, to: Extent): void {
  m.steps.copyContent(m, [extent(from, to.count)], [to]);
  m.steps.repoint(m, use, from, to.first, to.count);
  tell(m, { kind: "move", from: pfn(from), to: to.first, count: to.count });
  m.steps.freeFrames(m, from, to.count);
}

/** Everybody who maps or holds the pages finds them in their new place. */
export function repoint(m: Machine, use: number, from: number, to: number, count: number): void {
  const owner = ownerOf(m, use);
  if (owner?.kind === "anonymous") owner.spans = moved(owner.spans, from, to, count);
  if (owner?.kind !== "file") return;
  for (const piece of filePieces(owner, from, count)) runOf(owner, piece).first = to + piece.first - from;
  joinAlike(m, owner);
}

/** The same pages after some of their frames have moved. */
function moved(spans: readonly Extent[], from: number, to: number, count: number): readonly Extent[] {
  const into: Extent[] = [];
  for (const { first, count: pages } of spans) {
    const end = first + pages;
    const low = Math.max(first, from);
    const high = Math.min(end, from + count);
    if (low >= high) {
      append(into, first, pages);
      continue;
    }
    if (low > first) append(into, first, low - first);
    append(into, to + low - from, high - low);
    if (high < end) append(into, high, end - high);
  }
  return into;
}
