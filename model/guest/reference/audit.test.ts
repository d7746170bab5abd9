import { describe, expect, it } from "vitest";
import type { Geometry, GuestOptions } from "../../geometry.ts";
import { presets } from "../../presets.ts";
import { frames, order } from "../../units.ts";
import { withRegion } from "../layout.ts";
import { decided } from "../options.ts";
import { audit } from "./audit.test-kit.ts";
import { copyMachine, openMachine } from "./begin.ts";
import { keyOf } from "./key.ts";
import type { Machine, Mechanism } from "./machine.ts";
import { honestSteps } from "./record.ts";
import { perform } from "./reference.ts";
import { anyCommand, numbers } from "./walk.test-kit.ts";

const mechanisms: readonly Mechanism[] = ["hotmem", "virtio-mem", "virtio-mem-kernel", "balloon"];
const perCpuLists = { high: frames(3), batch: frames(1), maxOrder: order(0) };
const choices: readonly Partial<GuestOptions>[] = [
  {},
  { exec: "drops", outOfMemory: "process", waiters: "all", memmap: frames(1) },
  { sharedFull: "kill", fileReads: "boot", reuse: false, reserve: frames(1), usable: "margin" },
  { sharedAt: "boot", longtermPins: "refuse" },
];
const shapes: readonly Partial<Geometry>[] = [{}, { perCpuLists }, { initOnAlloc: true, kernel: "6.12" }];

const machines = (): readonly Machine[] =>
  mechanisms.flatMap((mechanism) =>
    choices.flatMap((guest) =>
      shapes.map((shape) =>
        openMachine(withRegion({ ...presets.tiny, ...shape, guest: { ...decided, ...guest } }), mechanism, honestSteps),
      ),
    ),
  );

describe("whatever is asked", () => {
  it("all that is counted agrees with what is there", () => {
    for (const [at, m] of machines().entries()) {
      const next = numbers(at);
      for (let step = 0; step < 250; step++) {
        const ask = anyCommand(m, next);
        perform(m, ask);
        expect(audit(m), `${m.mechanism} ${at}, step ${step}: ${JSON.stringify(ask, (_, v) => String(v))}`).toEqual([]);
      }
    }
  });

  it("a copy answers as the original does, and has the same key", () => {
    for (const [at, m] of machines().entries()) {
      const next = numbers(100 + at);
      for (let step = 0; step < 100; step++) perform(m, anyCommand(m, next));
      const copy = copyMachine(m);
      expect(keyOf(copy)).toBe(keyOf(m));
      for (let step = 0; step < 100; step++) {
        const ask = anyCommand(m, next);
        expect(perform(copy, ask)).toEqual(perform(m, ask));
      }
      expect(keyOf(copy)).toBe(keyOf(m));
      expect(audit(copy)).toEqual([]);
    }
  });

  it("states with equal keys answer every future alike", () => {
    let met = 0;
    for (const mechanism of mechanisms) {
      const geometry = withRegion({ ...presets.tiny, partitionBlocks: 1 });
      const seen = new Map<string, Machine>();
      for (let run = 0; run < 60; run++) {
        const next = fewNames(numbers(run));
        const m = openMachine(geometry, mechanism, honestSteps);
        for (let step = 0; step < 10; step++) {
          perform(m, anyCommand(m, next));
          const twin = seen.get(keyOf(m));
          if (twin === undefined) seen.set(keyOf(m), copyMachine(m));
          else expectAlike(copyMachine(twin), copyMachine(m), fewNames(numbers(met++)));
        }
      }
    }
    expect(met).toBeGreaterThan(500);
  });
});

/** The same numbers, but so few handles that different commands lead to the same states. */
const fewNames = (next: (bound: number) => number) => (bound: number) => next(bound === 64 ? 4 : bound);

function expectAlike(one: Machine, other: Machine, next: (bound: number) => number): void {
  for (let step = 0; step < 8; step++) {
    const ask = anyCommand(one, next);
    expect(perform(other, ask)).toEqual(perform(one, ask));
    expect(keyOf(other)).toBe(keyOf(one));
  }
}
