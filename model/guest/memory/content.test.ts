import fc from "fast-check";
import { expect, test } from "vitest";
import { frames } from "../../units.ts";
import { type File, LOST, openFiles } from "./cache.ts";
import { firstFalse, storePages, valueOfPage } from "./content.ts";

const PAGES = 12;
const stores = fc.array(
  fc.tuple(fc.integer({ min: 0, max: PAGES - 1 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })),
  { maxLength: 12 },
);
const emptyFile = (): File => ({ number: 1, cached: [], content: [] });
const saying = (...values: readonly number[]) => values.map((value) => ({ value, pages: frames(1) }));

test("a file holds what an array of its pages would, in as few runs as can be", () => {
  fc.assert(
    fc.property(stores, (all) => {
      const file = emptyFile();
      const plain = new Array<number>(PAGES + 5).fill(0);
      for (const [first, pages, value] of all) {
        storePages(file, first, pages, value);
        plain.fill(value, first, first + pages);
      }
      expect(Array.from(plain, (_, page) => valueOfPage(file, page))).toEqual(plain);
      expect(firstFalse(file, 0, saying(...plain))).toBe(-1);
      const edges = plain.filter((value, page) => value !== 0 && value !== (plain[page - 1] ?? 0)).length;
      expect(file.content.length).toBe(edges);
    }),
  );
});

test("the first page that holds something else is named", () => {
  const file = emptyFile();
  storePages(file, 2, 3, 7);
  expect(firstFalse(file, 1, saying(0, 7, 7, 7, 0))).toBe(-1);
  expect(firstFalse(file, 1, saying(0, 7, 8, 7, 0))).toBe(3);
  expect(firstFalse(file, 4, [{ value: 7, pages: frames(2) }])).toBe(5);
});

test("what a system reset left open is known once it was read", () => {
  const before = openFiles();
  const file = emptyFile();
  storePages(file, 2, 3, 7);
  before.files.set(1, file);
  const after = openFiles(before).files.get(1) as File;
  expect([1, 2, 4, 5].map((page) => valueOfPage(after, page))).toEqual([0, LOST, LOST, 0]);
  expect(firstFalse(after, 2, saying(7, 0))).toBe(-1);
  expect([2, 3, 4].map((page) => valueOfPage(after, page))).toEqual([7, 0, LOST]);
  expect(firstFalse(after, 2, saying(0))).toBe(2);
  expect(firstFalse(after, 1, saying(7))).toBe(1);
});
