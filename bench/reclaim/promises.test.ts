import { describe, expect, it } from "vitest";
import { bounded, growing, inexact, vacuous } from "./promises.ts";
import type { Reading } from "./scenario.ts";

const reading = (
  running: number,
  ended: number,
  spent: Partial<Reading["spent"]> = {},
  unplugged = ended,
): Reading => ({
  running,
  ended,
  spent: { migrated: 0, zeroed: 0, faulted: 0, requests: ended, offlined: ended, steps: 4 * ended, ...spent },
  unplugged,
});

describe("bounded", () => {
  it("is kept by equal counters without a page moved or zeroed, whatever the order of readings", () => {
    expect(bounded([reading(50, 1), reading(50, 2), reading(0, 2), reading(0, 1)])).toEqual([]);
  });

  it.each(["faulted", "requests", "offlined", "steps"] as const)(
    "is broken by other %s with more in use",
    (counter) => {
      expect(bounded([reading(0, 1), reading(50, 1, { [counter]: 99 })])).toHaveLength(1);
    },
  );

  it.each(["migrated", "zeroed"] as const)("is broken by pages %s, also the same number each time", (counter) => {
    expect(bounded([reading(0, 1, { [counter]: 1 }), reading(50, 1, { [counter]: 1 })])).toHaveLength(2);
  });
});

describe("growing", () => {
  it("is kept by more moves with more in use, none in an empty guest", () => {
    expect(
      growing("virtio-mem", [reading(90, 1, { migrated: 7 }), reading(0, 1), reading(20, 1, { migrated: 2 })]),
    ).toEqual([]);
  });

  it("is broken by as many moves as before, or by moves in an empty guest", () => {
    expect(growing("virtio-mem", [reading(0, 1), reading(20, 1)])).toHaveLength(1);
    expect(growing("virtio-mem", [reading(0, 1, { migrated: 1 })])).toHaveLength(1);
  });
});

describe("inexact", () => {
  it("names who gave back more or less than was asked for", () => {
    expect(inexact("hotmem", [reading(0, 2, {}, 2 * 128)], 128)).toEqual([]);
    expect(inexact("hotmem", [reading(0, 2, {}, 128), reading(9, 2, {}, 3 * 128)], 128)).toHaveLength(2);
  });
});

describe("vacuous", () => {
  it("names rules that had nothing to say", () => {
    expect(
      vacuous(
        new Map([
          ["reclaim/exact", 3],
          ["reclaim/steps", 0],
        ]),
      ),
    ).toEqual(["reclaim/steps had nothing to say"]);
  });
});
