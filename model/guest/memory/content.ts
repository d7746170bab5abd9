import type { Run } from "../vocabulary.ts";
import { type ContentRun, type File, firstAbove, LOST } from "./cache.ts";

/** Consecutive pages of a file hold this value from now on. */
export function storePages(file: File, first: number, pages: number, value: number): void {
  const end = first + pages;
  const changed: ContentRun[] = [];
  for (const run of file.content) {
    const runEnd = run.index + run.count;
    if (runEnd <= first || run.index >= end) changed.push(run);
    else {
      if (run.index < first) changed.push({ ...run, count: first - run.index });
      if (runEnd > end) changed.push({ ...run, index: end, count: runEnd - end });
    }
  }
  if (value !== 0) changed.push({ index: first, count: pages, value });
  changed.sort((a, b) => a.index - b.index);
  file.content = joined(changed);
}

function joined(runs: readonly ContentRun[]): readonly ContentRun[] {
  const out: ContentRun[] = [];
  for (const run of runs) {
    const last = out[out.length - 1];
    if (last !== undefined && last.value === run.value && last.index + last.count === run.index) {
      out[out.length - 1] = { ...last, count: last.count + run.count };
    } else out.push(run);
  }
  return out;
}

/**
 * The first page that cannot hold what runs say, beginning with this page; -1 when there is none. What a system reset left open
 * is known from then on.
 */
export function firstFalse(file: File, first: number, runs: readonly Run[]): number {
  let index = first;
  for (const { value, pages } of runs) {
    const end = index + pages;
    while (index < end) {
      const run = file.content[firstAbove(file.content, index)];
      const next = run === undefined ? end : Math.min(end, run.index > index ? run.index : run.index + run.count);
      const owed = run !== undefined && run.index <= index ? run.value : 0;
      if (owed === LOST) storePages(file, index, next - index, value);
      else if (owed !== value) return index;
      index = next;
    }
  }
  return -1;
}

/** What a page holds, as far as is known. */
export function valueOfPage({ content }: File, index: number): number {
  const run = content[firstAbove(content, index)];
  return run !== undefined && run.index <= index ? run.value : 0;
}
