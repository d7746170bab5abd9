import { type Extent, frames } from "../../units.ts";
import type { Run } from "../vocabulary.ts";
import { eachRun, fill, runsIn } from "./frames.ts";
import type { Machine } from "./machine.ts";

/** Zeroes frames before who faulted them sees them (__GFP_ZERO). */
export function zeroFresh(m: Machine, spans: readonly Extent[]): void {
  for (const { first, count } of spans) fill(m.frames, first, count, 0);
}

/** Overwrites frames. */
export function store(m: Machine, spans: readonly Extent[], value: number): void {
  for (const { first, count } of spans) fill(m.frames, first, count, value);
}

/** Copies content page by page, whatever the two lists of frames look like. */
export function copyContent(m: Machine, from: readonly Extent[], to: readonly Extent[]): void {
  let target = 0;
  let offset = 0;
  for (const source of from) {
    for (const run of runsIn(m.frames, source.first, source.count)) {
      for (let left = run.count; left > 0; ) {
        const { first, count } = to[target] as Extent;
        const here = Math.min(left, count - offset);
        fill(m.frames, first + offset, here, run.value);
        left -= here;
        offset += here;
        if (offset === count) {
          target++;
          offset = 0;
        }
      }
    }
  }
}

/** What pages hold, in page order. */
export function contentOf(m: Machine, spans: readonly Extent[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { first, count } of spans) {
    eachRun(m.frames, first, count, (_, pages, { value }) => appendRun(runs, value, pages));
  }
  return runs;
}

function appendRun(runs: Run[], value: number, pages: number): void {
  const last = runs[runs.length - 1];
  if (last === undefined || last.value !== value) runs.push({ value, pages: frames(pages) });
  else runs[runs.length - 1] = { value, pages: frames(last.pages + pages) };
}
