import fc from "fast-check";
import { expect, test } from "vitest";
import { copyFrameMap, countMarked, fillFrames, firstMarked, openFrameMap, runEnd, valueAt } from "./frame-map.ts";

const FRAMES = 1300;
const span = fc
  .tuple(fc.integer({ min: 0, max: FRAMES - 1 }), fc.integer({ min: 1, max: FRAMES }))
  .map(([first, count]) => [first, Math.min(FRAMES, first + count)] as const);
const fills = fc.array(fc.tuple(span, fc.integer({ min: 0, max: 3 })), { maxLength: 30 });

test("a map of frames says what an array of them would", () => {
  fc.assert(
    fc.property(fills, span, (all, [first, end]) => {
      const map = openFrameMap(FRAMES);
      const plain = new Array<number>(FRAMES).fill(0);
      for (const [[from, to], value] of all) {
        fillFrames(map, from, to, value);
        plain.fill(value, from, to);
      }
      expect(Array.from(plain, (_, frame) => valueAt(map, frame))).toEqual(plain);
      const inside = plain.slice(first, end);
      const marked = inside.findIndex((value) => value !== 0);
      const other = inside.findIndex((value) => value !== inside[0]);
      expect(firstMarked(map, first, end)).toBe(marked < 0 ? -1 : first + marked);
      expect(runEnd(map, first, end)).toBe(other < 0 ? end : first + other);
      expect(countMarked(map, first, end)).toBe(inside.filter((value) => value !== 0).length);
    }),
  );
});

test("a copy does not see what becomes of the original, nor the other way round", () => {
  const map = openFrameMap(FRAMES);
  fillFrames(map, 10, 700, 1);
  const copy = copyFrameMap(map);
  fillFrames(map, 0, FRAMES, 2);
  fillFrames(copy, 20, 30, 3);
  expect([0, 15, 25, 600, 800].map((frame) => valueAt(copy, frame))).toEqual([0, 1, 3, 1, 0]);
  expect([0, 15, 25, 600, 800].map((frame) => valueAt(map, frame))).toEqual([2, 2, 2, 2, 2]);
});
