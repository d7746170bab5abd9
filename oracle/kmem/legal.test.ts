import fc from "fast-check";
import { expect, test } from "vitest";
import type { KmemEvent } from "./event.ts";
import { openJudge } from "./judge.ts";
import { MOVABLE_FROM } from "./kernel.test-kit.ts";
import { traceOf } from "./kernel-tasks.test-kit.ts";

const setting = { movable: [{ first: MOVABLE_FROM, last: Number.POSITIVE_INFINITY }] };

/** A small generator of numbers that a seed determines (xorshift). */
function randomOf(seed: number) {
  let state = seed | 1;
  return (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function judge(events: readonly KmemEvent[]) {
  const { take, conviction, memory } = openJudge(setting);
  events.every(take);
  return { conviction: conviction(), memory };
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const trace = (seed: number) => traceOf(randomOf(seed), 3000);

test("no trace of a kernel that is right is convicted", () => {
  const judged = new Map<string, number>();
  const check = (seed: number) => {
    const { conviction, memory } = judge(trace(seed));
    expect(conviction).toBeNull();
    for (const [name, times] of Object.entries({ ...memory.judged, ...memory.explained }))
      judged.set(name, (judged.get(name) ?? 0) + times);
  };
  fc.assert(fc.property(seeds, check), { numRuns: 60, seed: 2026 });
  for (const name of [
    "allocate/once",
    "allocate/movable-only",
    "free/once",
    "free/one-block",
    "migrate/outside",
    "migrate/target-each",
    "allocated in bulk",
    "taken silently",
    "out of memory",
    "onlined whole",
    "call not attributed",
  ])
    expect([name, judged.get(name) ?? 0]).not.toEqual([name, 0]);
});

test("nor is it when the beginning is missing, or a part of which the trace says so", () => {
  const check = (seed: number, from: number, gone: number) => {
    const events = trace(seed);
    expect(judge(events.slice(from)).conviction).toBeNull();
    const { line } = events[from] as KmemEvent;
    expect(
      judge([...events.slice(0, from), { kind: "lost", line }, ...events.slice(from + gone)]).conviction,
    ).toBeNull();
  };
  const part = fc.integer({ min: 1, max: 2000 });
  fc.assert(fc.property(seeds, part, part, check), { numRuns: 30, seed: 2026 });
});

/** A trace with one event more behind one that fits, if there is one. */
function spoiled(seed: number, fits: (event: KmemEvent) => boolean, more: (event: KmemEvent) => KmemEvent) {
  const events = trace(seed);
  const at = events.findIndex((event, index) => index > 1000 && fits(event));
  if (at === -1) return null;
  return { at, ...judge(events.toSpliced(at + 1, 0, more(events[at] as KmemEvent))) };
}

test("one block more handed out, or given back, is convicted where it happens", () => {
  const check = (seed: number) => {
    const twice = spoiled(
      seed,
      ({ kind }) => kind === "allocated",
      (event) => event,
    );
    if (twice !== null) expect(twice.conviction).toMatchObject({ rule: "allocate/once", line: twice.at + 1 });
    const back = spoiled(
      seed,
      (event) => event.kind === "freed" && event.order === 2,
      (event) => event,
    );
    const explained = back !== null && back.conviction === null && back.memory.calls > 0;
    if (back !== null && !explained) expect(back.conviction).toMatchObject({ rule: "free/once", line: back.at + 1 });
  };
  fc.assert(fc.property(seeds, check), { numRuns: 20, seed: 2026 });
});
