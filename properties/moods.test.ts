import { describe, expect, it } from "vitest";
import type { Toy } from "../replay/shrink/toy.test-kit.ts";
import type { Mood } from "./composer.ts";
import { diceOf } from "./dice.ts";
import { drawMood, moodTable } from "./moods.ts";

const weights: Mood<Toy> = { allocate: 40, release: 20, pin: 10, unpin: 10, plug: 15, unplug: 5 };
const composer = { weights, essential: ["allocate"] as const };

describe("moodTable", () => {
  it("draws each kind as often as its weight says", () => {
    const table = moodTable(weights);
    const dice = diceOf(1, 1);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 20_000; i++) {
      const kind = table.draw(dice);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    for (const [kind, weight] of Object.entries(weights)) {
      expect((counts[kind] ?? 0) / 20_000).toBeCloseTo(weight / 100, 1.5);
    }
  });

  it("never draws what is off, and gives what is rare a chance", () => {
    const table = moodTable<Toy>({ ...weights, allocate: 100_000, pin: 0.001, plug: 0 });
    const dice = diceOf(1, 2);
    const drawn = new Set(Array.from({ length: 20_000 }, () => table.draw(dice)));
    expect(drawn).toContain("pin");
    expect(drawn).not.toContain("plug");
    expect(table.kinds).toEqual(["allocate", "release", "unpin", "unplug", "pin"]);
  });

  it("refuses a mood in which everything is off", () => {
    const off: Mood<Toy> = { allocate: 0, release: 0, pin: 0, unpin: 0, plug: 0, unplug: 0 };
    expect(() => moodTable(off)).toThrow("every kind of command is off");
  });
});

describe("drawMood", () => {
  const moods = Array.from({ length: 400 }, (_, run) => drawMood<Toy>(composer, diceOf(3, run)));

  it("is ordinary in about one run of four", () => {
    const ordinary = moods.filter((mood) => JSON.stringify(mood) === JSON.stringify(weights)).length;
    expect(ordinary).toBeGreaterThan(70);
    expect(ordinary).toBeLessThan(140);
  });

  it("switches every kind off in some runs, but never what is essential", () => {
    for (const kind of ["release", "pin", "unpin", "plug", "unplug"] as const) {
      const off = moods.filter((mood) => mood[kind] === 0).length;
      expect(off).toBeGreaterThan(60);
      expect(off).toBeLessThan(160);
    }
    expect(moods.every(({ allocate }) => allocate > 0)).toBe(true);
  });

  it("keeps to the kinds that the subject speaks", () => {
    const spoken = new Set(["allocate", "release"] as const);
    for (let run = 0; run < 50; run++) {
      const { pin, unpin, plug, unplug, allocate } = drawMood<Toy>(composer, diceOf(4, run), spoken);
      expect([pin, unpin, plug, unplug]).toEqual([0, 0, 0, 0]);
      expect(allocate).toBeGreaterThan(0);
    }
  });
});

it("leaves something on, however little the subject speaks", () => {
  for (let run = 0; run < 200; run++) {
    const mood = drawMood<Toy>(composer, diceOf(5, run), new Set(["pin"]));
    expect(Object.entries(mood).filter(([, weight]) => weight > 0)).toEqual([["pin", expect.any(Number)]]);
  }
});
