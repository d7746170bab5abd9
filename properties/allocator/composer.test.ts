import { describe, expect, test } from "vitest";
import { allocator } from "../../model/allocator/contract.ts";
import { beginTiny } from "../../model/allocator/judging.test-kit.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import { checkGeometry } from "../../model/check-geometry.ts";
import { applies, type Command, judge, type Kind } from "../../model/contract.ts";
import { totalFrames } from "../../model/geometry.ts";
import { presets } from "../../model/presets.ts";
import { diceOf } from "../dice.ts";
import { allocatorComposer } from "./composer.ts";
import { converse, kinds, walk } from "./walk.test-kit.ts";

describe.each(Object.entries(presets))("shapes around %s", (_name, base) => {
  const shapes = Array.from({ length: 400 }, (_, run) => allocatorComposer.geometry(diceOf(1, run), base));

  test("are possible and no larger", () => {
    expect(shapes.map(checkGeometry).filter((wrong) => wrong !== null)).toEqual([]);
    for (const shape of shapes) expect(totalFrames(shape)).toBeLessThanOrEqual(totalFrames(base));
  });

  test("turn every feature on in some draws and leave it off in others", () => {
    for (const feature of ["perCpuLists", "watermarks", "cma", "hole"] as const) {
      const on = shapes.filter((shape) => shape[feature] !== null).length;
      expect(on, feature).toBeGreaterThan(10);
      expect(on, feature).toBeLessThan(390);
    }
    expect(
      new Set(shapes.map(({ kernel, highatomic, initOnAlloc }) => `${kernel} ${highatomic} ${initOnAlloc}`)).size,
    ).toBe(8);
  });
});

test("at least 95 of 100 proposals apply, and all kinds are proposed", () => {
  const proposed = new Map<Kind<Allocator>, number>();
  let applied = 0;
  let asked = 0;
  for (let run = 0; run < 20; run++) {
    converse(diceOf(2, run), presets.small, 500, (state, ask) => {
      asked++;
      if (applies(allocator.laws, state, ask)) applied++;
      proposed.set(ask.kind, (proposed.get(ask.kind) ?? 0) + 1);
    });
  }
  expect(asked).toBeGreaterThan(5000);
  expect(applied / asked).toBeGreaterThanOrEqual(0.95);
  expect(kinds.filter((kind) => (proposed.get(kind) ?? 0) < 5)).toEqual([]);
});

describe("the exhaustive twin", () => {
  test("offers only commands that apply, each once", () => {
    const dice = diceOf(3, 0);
    walk(dice, presets.tiny, 120, (state) => {
      const offered = [...allocatorComposer.enumerate(state)];
      expect(offered.filter((ask) => !applies(allocator.laws, state, ask))).toEqual([]);
      expect(new Set(offered.map((ask) => JSON.stringify(ask))).size).toBe(offered.length);
    });
  });

  test("offers every kind that applies", () => {
    const seen = new Set<string>();
    const parking = { ...presets.tiny, perCpuLists: { high: 2, batch: 1, maxOrder: 0 } as never };
    for (let run = 0; run < 12 && seen.size < kinds.length; run++) {
      walk(diceOf(3, run), parking, 300, (state) => {
        for (const ask of allocatorComposer.enumerate(state)) seen.add(ask.kind);
      });
    }
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test("gives new things the lowest handle", () => {
    const [first] = allocatorComposer.enumerate(beginTiny());
    expect(first).toMatchObject({ kind: "allocate", as: 0 });
  });
});

test("proposals depend on nothing but state and dice", () => {
  const trace = (): readonly Command<Allocator>[] => {
    const asks: Command<Allocator>[] = [];
    walk(diceOf(4, 4), presets.tiny, 300, (_state, ask) => asks.push(ask));
    return asks;
  };
  expect(trace()).toEqual(trace());
});

test("a walk takes only legal answers", () => {
  walk(diceOf(5, 0), presets.tiny, 200, (state, ask, answer) => {
    if (answer !== undefined) expect(judge(allocator.laws, state.fork(), { ask, answer }).kind).toBe("legal");
  });
});
