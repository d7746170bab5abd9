import { describe, expect, test } from "vitest";
import { checkGeometry } from "../../model/check-geometry.ts";
import { type Geometry, type GuestOptions, totalFrames } from "../../model/geometry.ts";
import { layoutOf, withRegion } from "../../model/guest/layout.ts";
import { optionsOf } from "../../model/guest/options.ts";
import { presets } from "../../model/presets.ts";
import { diceOf } from "../dice.ts";
import { anyGeometry } from "./shapes.ts";

describe.each(Object.entries(presets))("shapes around %s", (_name, base) => {
  const shapes = Array.from({ length: 400 }, (_, run) => anyGeometry(diceOf(50, run), base));
  const having = (is: (shape: Geometry) => boolean): number => shapes.filter(is).length;

  test("are possible, no larger, and have the region where it must be", () => {
    expect(shapes.map(checkGeometry).filter((wrong) => wrong !== null)).toEqual([]);
    for (const shape of shapes) {
      expect(totalFrames(shape)).toBeLessThanOrEqual(totalFrames(base));
      expect(withRegion(shape)).toEqual(shape);
      const { deviceFrames, blockFrames, first, end } = layoutOf(shape);
      expect(blockFrames % deviceFrames).toBe(0);
      expect(first).toBeLessThan(end);
    }
  });

  test("turn every option of the paper's open points away from its default in some draws", () => {
    const names = Object.keys(optionsOf(base)) as readonly (keyof GuestOptions)[];
    for (const name of names) {
      const away = having((shape) => optionsOf(shape)[name] !== optionsOf(withRegion(base))[name]);
      expect(away, name).toBeGreaterThan(10);
      expect(away, name).toBeLessThan(200);
    }
  });

  test("have odd numbers of everything, no shared partition, and features in some draws", () => {
    const met = {
      "no shared partition": having(({ sharedFrames }) => sharedFrames === 0),
      "one block of shared memory": having(({ sharedFrames, blockFrames }) => sharedFrames === blockFrames),
      "one partition": having(({ partitions }) => partitions === 1),
      "partitions of one block": having(({ partitionBlocks }) => partitionBlocks === 1),
      "device blocks as large as memory blocks": having((g) => layoutOf(g).deviceFrames === g.blockFrames),
      "device blocks below a pageblock": having((g) => layoutOf(g).deviceFrames < 2 ** g.pageblockOrder),
      "per-CPU lists": having(({ perCpuLists }) => perCpuLists !== null),
      "zeroing of every allocation": having(({ initOnAlloc }) => initOnAlloc),
      "the later kernel": having(({ kernel }) => kernel === "6.12"),
    };
    expect(Object.entries(met).filter(([, times]) => times < 10)).toEqual([]);
  });
});
