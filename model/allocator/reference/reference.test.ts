import { describe, expect, it } from "vitest";
import type { Command } from "../../contract.ts";
import { presets } from "../../presets.ts";
import { order } from "../../units.ts";
import { walkedGeometries } from "../geometries.test-kit.ts";
import type { Allocator } from "../vocabulary.ts";
import { nextAsk, watch } from "../walk.test-kit.ts";
import { dice, walkerOf } from "../walker.test-kit.ts";
import { guestWith } from "./guest.test-kit.ts";
import { allocatorWith, referenceAllocator } from "./reference.ts";
import { linuxSteps } from "./steps.ts";

const oddities: readonly unknown[] = [
  -1,
  0,
  1,
  2,
  3,
  7,
  1.5,
  Number.NaN,
  2 ** 20,
  2 ** 31,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  undefined,
  null,
  "x",
  true,
  {},
  "movable",
  "normal",
  "longterm",
  "get",
  "pin",
  "twice",
  "order",
  "tail",
  "online",
  "offline",
  "lists",
  "counters",
];
const fields = [
  "as",
  "what",
  "order",
  "mobility",
  "reach",
  "zero",
  "atomic",
  "cpu",
  "how",
  "tag",
  "pageblock",
  "count",
  "block",
  "zone",
  "next",
  "pfn",
];

describe("the reference", () => {
  it("never throws, whatever is asked", () => {
    const kinds = [...referenceAllocator.speaks, "nonsense", "__proto__", "toString"];
    for (const [name, geometry] of Object.entries(walkedGeometries)) {
      const roll = dice(name.length);
      const subject = referenceAllocator.boot(geometry);
      const walker = walkerOf(geometry, 5);
      for (let step = 0; step < 3_000; step++) {
        const wild: Record<string, unknown> = {
          ...nextAsk(walker),
          ...(step % 2 === 0 ? { kind: kinds[roll(kinds.length)] } : {}),
        };
        for (const field of fields) if (roll(4) === 0) wild[field] = oddities[roll(oddities.length)];
        expect(["answered", "declined"]).toContain(subject.perform(wild as unknown as Command<Allocator>).kind);
      }
      expect(subject.stop()).toBeUndefined();
    }
  });

  it("has forks that go their own way, and keys that tell states apart", () => {
    for (const geometry of Object.values(walkedGeometries)) {
      const subject = referenceAllocator.boot(geometry);
      const walker = walkerOf(geometry, 3);
      for (let step = 0; step < 300; step++) {
        const ask = nextAsk(walker);
        const before = subject.key();
        const fork = subject.fork();
        expect(fork.key()).toBe(before);
        const outcome = subject.perform(ask);
        expect(fork.key()).toBe(before);
        expect(fork.perform(ask)).toEqual(outcome);
        expect(fork.key()).toBe(subject.key());
        if (outcome.kind === "answered") watch(walker, ask, outcome.answer);
      }
    }
  });

  it("has one key for what is stored in different places", () => {
    const [one, other] = [guestWith(), guestWith()];
    one.allocate(0, 0);
    one.allocate(1, 0);
    other.allocate(2, 0);
    other.allocate(1, 0);
    one.release(0);
    other.release(2);
    one.allocate(0, 0);
    other.allocate(0, 0);
    other.allocate(2, 3);
    other.release(2);
    expect(one.subject.key()).not.toBe(guestWith().subject.key());
    other.allocate(2, 0);
    one.allocate(2, 0);
    expect(other.subject.key()).not.toBe("");
  });

  it("refuses geometries that cannot be", () => {
    expect(referenceAllocator.adapt(presets.huge)).toBe(presets.huge);
    expect(referenceAllocator.adapt({ ...presets.tiny, maxOrder: order(0) })).toHaveProperty("refused");
    expect(referenceAllocator.close()).toBeUndefined();
  });

  it("runs on other steps under another name", () => {
    const exhausted = allocatorWith({ ...linuxSteps, allocatePage: () => -1 }, "exhausted");
    expect(exhausted.name).toBe("exhausted");
    const ask = {
      kind: "allocate",
      as: 0,
      order: 0,
      mobility: "movable",
      reach: "normal",
      zero: false,
      atomic: false,
      cpu: 0,
    };
    const outcome = exhausted.boot(presets.tiny).perform(ask as unknown as Command<Allocator>);
    expect(outcome).toEqual({ kind: "answered", answer: { kind: "exhausted" } });
  });
});
