import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frames } from "../units.ts";
import {
  type Cost,
  costOf,
  idleGuest,
  loadedGuest,
  type Mechanism,
  reclaiming,
  sumOfSpent,
  type Work,
} from "./cost.ts";
import type { Spent } from "./events.ts";

const nothing: Spent = { migrated: 0, zeroed: 0, faulted: 0, requests: 0, offlined: 0, steps: 0 };
const TWO_GIB = 2 ** 19;
const mechanisms: readonly Mechanism[] = ["hotmem", "virtio-mem", "virtio-mem-kernel", "balloon"];
/** Every frame was occupied, and the range was zeroed when it was taken. */
const loaded = (unplugged: number): Work =>
  reclaiming({ ...nothing, migrated: unplugged, zeroed: unplugged }, unplugged);

describe("the constants give the published figures again", () => {
  it("2 GiB of a loaded guest: 2.5 s, 127 ms, and 2.34 times virtio-mem", () => {
    expect(costOf("virtio-mem", loaded(TWO_GIB)).total).toBeCloseTo(2500, 6);
    expect(costOf("hotmem", reclaiming(nothing, TWO_GIB)).total).toBeCloseTo(127, 6);
    expect(costOf("balloon", reclaiming(nothing, TWO_GIB)).total).toBeCloseTo(5850, 6);
  });

  it("512 MiB of a loaded guest within 2 % of the 617 ms that were measured apart", () => {
    expect(Math.abs(costOf("virtio-mem", loaded(TWO_GIB / 4)).total - 617)).toBeLessThan(0.02 * 617);
  });

  it("migration 61.5 % and zeroing 24 % of virtio-mem's time", () => {
    const { migrating, zeroing, total } = costOf("virtio-mem", loaded(TWO_GIB));
    expect(migrating / total).toBeCloseTo(0.615, 9);
    expect(zeroing / total).toBeCloseTo(0.24, 9);
  });

  it("2.93 us a page moved, 1.14 us a frame zeroed, 7.9 ms a block of 128 MiB for HotMem", () => {
    expect(loadedGuest.migratedPage).toBeCloseTo(2.93, 2);
    expect(loadedGuest.zeroedFrame).toBeCloseTo(1.14, 2);
    expect(loadedGuest.unpluggedFrame.hotmem * 32.768).toBeCloseTo(7.94, 2);
  });

  it("plugging 1,536 MiB takes 45 ms, and half of it less than the 35 ms that were measured", () => {
    const plugging = (blocks: number): Cost =>
      costOf("hotmem", { spent: nothing, unplugged: frames(0), plugged: frames(blocks * 32768) });
    expect(plugging(12).total).toBeCloseTo(45, 6);
    expect(plugging(6).total).toBeLessThan(35);
  });

  it("63 us for 2 MiB of an idle guest under virtio-mem, 4.45 us for a page in a balloon", () => {
    expect(idleGuest.unpluggedFrame["virtio-mem"] * 512).toBeCloseTo(63.0, 1);
    expect(idleGuest.unpluggedFrame.balloon).toBeCloseTo(4.45, 2);
    expect(idleGuest.pluggedFrame["virtio-mem"] * 512).toBeCloseTo(21.4, 1);
    expect(idleGuest.pluggedFrame.balloon).toBeCloseTo(1.81, 2);
  });
});

const count = fc.nat({ max: 1_000_000 });
const spents: fc.Arbitrary<Spent> = fc.record({
  migrated: count,
  zeroed: count,
  faulted: count,
  requests: count,
  offlined: count,
  steps: count,
});
const works = fc.record({ spent: spents, unplugged: count.map(frames), plugged: count.map(frames) });
const constants = fc.constantFrom(loadedGuest, idleGuest);
const add = (a: Work, b: Work): Work => ({
  spent: sumOfSpent([a.spent, b.spent]),
  unplugged: frames(a.unplugged + b.unplugged),
  plugged: frames(a.plugged + b.plugged),
});

describe("costOf", () => {
  it("is nothing for nothing", () => {
    for (const mechanism of mechanisms) expect(costOf(mechanism, reclaiming(nothing, 0)).total).toBe(0);
  });

  it("never falls when there is more work, and is the same for work done in two goes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...mechanisms), constants, works, works, (mechanism, options, a, b) => {
        const both = costOf(mechanism, add(a, b), options);
        const one = costOf(mechanism, a, options);
        const other = costOf(mechanism, b, options);
        for (const part of Object.keys(both) as (keyof Cost)[]) {
          expect(both[part]).toBeGreaterThanOrEqual(one[part]);
          expect(both[part]).toBeCloseTo(one[part] + other[part], 3);
        }
      }),
    );
  });

  it("charges each page moved, zeroed or faulted, whatever the mechanism promised", () => {
    for (const mechanism of mechanisms)
      for (const counter of ["migrated", "zeroed", "faulted"] as const)
        expect(costOf(mechanism, reclaiming({ ...nothing, [counter]: 1 }, 0)).total).toBeGreaterThan(0);
  });
});
