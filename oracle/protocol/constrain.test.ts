import { describe, expect, test } from "vitest";
import { withRegion } from "../../model/guest/layout.ts";
import { presets } from "../../model/presets.ts";
import { frames, order } from "../../model/units.ts";
import { constrain } from "./constrain.ts";
import type { Constraint } from "./messages.ts";

const lists = { high: frames(8), batch: frames(2), maxOrder: order(1) };
const rich = { ...presets.small, perCpuLists: lists, highatomic: true, cpus: 3 } as const;
const refusal = (constraint: Constraint) => constrain("allocator", rich, [constraint]);

describe("constrain", () => {
  test("changes nothing where nothing is asked for", () => {
    expect(constrain("allocator", rich, [])).toBe(rich);
    expect(constrain("allocator", rich, [{ field: "cpus", minimum: 1, maximum: 4 }])).toEqual(rich);
  });

  test("switches off, bounds, rounds and replaces", () => {
    const constraints: readonly Constraint[] = [
      { field: "perCpuLists", off: true },
      { field: "highatomic", off: true },
      { field: "cpus", maximum: 2 },
      { field: "kernel", among: ["6.12"] },
      { field: "device.blockBytes", minimum: 2 ** 16, multipleOf: 2 ** 16 },
    ];
    const { device } = presets.small;
    expect(constrain("device", { ...rich, device: { ...device, regionBlocks: 512 } }, constraints)).toEqual({
      ...rich,
      perCpuLists: null,
      highatomic: false,
      cpus: 2,
      kernel: "6.12",
      device: { ...device, regionBlocks: 512, blockBytes: 2 ** 16 },
    });
  });

  test("bounds what is inside a feature only while it is on", () => {
    const constraint = { field: "perCpuLists.high", maximum: 4 };
    expect(constrain("allocator", rich, [constraint])).toEqual({ ...rich, perCpuLists: { ...lists, high: 4 } });
    expect(constrain("allocator", presets.small, [constraint])).toEqual(presets.small);
  });

  test("gives a guest its region, and the options that a constraint is about", () => {
    expect(constrain("guest", presets.tiny, [])).toEqual(withRegion(presets.tiny));
    const found = constrain("guest", presets.tiny, [{ field: "guest.exec", among: ["drops"] }]);
    expect(found).toMatchObject({ guest: { exec: "drops", waiters: "one" } });
  });

  test.each([
    [{ field: "color", maximum: 1 }, /constrains "color", which is no field/],
    [{ field: "device.color", maximum: 1 }, /no field/],
    [{ field: "__proto__", off: true }, /no field/],
    [{ field: "cpus", off: true }, /no value of cpus/],
    [{ field: "cpus", minimum: 5, maximum: 4 }, /no value of cpus/],
    [{ field: "kernel", among: ["7.0"] }, /kernel/],
    [{ field: "bootFrames", maximum: 17 }, /bootFrames|boot/],
  ])("refuses %j, and says why", (constraint, says) => {
    expect(refusal(constraint)).toEqual({ refused: expect.stringMatching(says) });
  });
});
