import fc from "fast-check";
import { expect, test } from "vitest";
import { presets } from "../../presets.ts";
import { openDocket } from "../../rule.ts";
import { beginGuest } from "../begin.ts";
import { withRegion } from "../layout.ts";
import { guestRules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { runInFrame } from "./cache.ts";
import { firstTaken, freeRun, takeFrames } from "./frames.ts";
import { FILE as FILE_OWNER, markOf } from "./owners.ts";
import {
  cachePages,
  cacheRun,
  changePages,
  cleanPages,
  dropPages,
  fileOf,
  idleInSpan,
  isIdle,
  missingPages,
  movePages,
} from "./pages.ts";

const FILE = 3;
const PAGES = 10;
const FRAMES = 28;

/** One page as a plain table has it. */
interface Page {
  frame: number;
  maps: number;
  holds: number;
  dirty: boolean;
}
type Table = (Page | undefined)[];

const place = (frame: number): number => (frame < 8 ? 1 : frame < 12 ? 0 : 2);

/** What is cached, page by page. */
function pagesOf(state: GuestState): Table {
  const table: Table = new Array<Page | undefined>(PAGES).fill(undefined);
  for (const { index, count, frame, maps, holds, dirty } of fileOf(state, FILE).cached) {
    for (let i = 0; i < count; i++) table[index + i] = { frame: frame + i, maps, holds, dirty };
  }
  return table;
}

const inUse = (table: Table, frame: number): boolean => table.some((page) => page?.frame === frame);

/** Does one thing to both, where it is possible. */
type Act = (state: GuestState, table: Table) => void;

const cached = (table: Table, first: number, pages: number): Page[] =>
  table.slice(first, first + pages).filter((page) => page !== undefined);

const bring =
  (index: number, frame: number, count: number): Act =>
  (state, table) => {
    for (let i = 0; i < count; i++) {
      if (index + i >= PAGES || frame + i >= FRAMES || table[index + i] || inUse(table, frame + i)) return;
    }
    cacheRun(state, fileOf(state, FILE), index, frame, count);
    for (let i = 0; i < count; i++) table[index + i] = { frame: frame + i, maps: 0, holds: 0, dirty: false };
  };

const change =
  (first: number, pages: number, by: Parameters<typeof changePages>[4]): Act =>
  (state, table) => {
    const found = cached(table, first, pages);
    if (
      found.length !== pages ||
      found.some(({ maps, holds }) => maps + (by.maps ?? 0) < 0 || holds + (by.holds ?? 0) < 0)
    )
      return;
    changePages(state, FILE, first, pages, by);
    for (const page of found) {
      page.maps += by.maps ?? 0;
      page.holds += by.holds ?? 0;
      if (by.dirty !== undefined) page.dirty = by.dirty;
    }
  };

const drop =
  (frame: number): Act =>
  (state, table) => {
    const run = runInFrame(fileOf(state, FILE), frame);
    if (run === undefined || !isIdle(run)) return;
    dropPages(state, fileOf(state, FILE), run, frame, 1);
    table[table.findIndex((page) => page?.frame === frame)] = undefined;
  };

const moveOne =
  (from: number, to: number): Act =>
  (state, table) => {
    const page = table.find((one) => one?.frame === from);
    if (page === undefined || inUse(table, to)) return;
    movePages(state, FILE, from, to, 1);
    freeRun(state, from, 1);
    takeFrames(state, to, 1, markOf(FILE_OWNER, FILE));
    page.frame = to;
  };

const clean: Act = (state, table) => {
  cleanPages(state);
  for (const page of table) if (page !== undefined) page.dirty = false;
};

const page = fc.integer({ min: 0, max: PAGES - 1 });
const frame = fc.integer({ min: 0, max: FRAMES - 1 });
const count = fc.integer({ min: 1, max: 4 });
const by = fc.constantFrom<Parameters<typeof changePages>[4]>(
  { maps: 1 },
  { maps: -1 },
  { holds: 1 },
  { holds: -1 },
  { dirty: true },
);
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.tuple(page, frame, count).map((args) => bring(...args)),
    fc.tuple(page, count, by).map((args) => change(...args)),
    frame.map(drop),
    fc.tuple(frame, frame).map((args) => moveOne(...args)),
    fc.constant(clean),
  ),
  { maxLength: 40 },
);

const idle = (table: Table, where: number): number =>
  table.filter((one) => one && one.maps + one.holds === 0 && !one.dirty && place(one.frame) === where).length;

test("the page cache in runs says what a table of its pages would", () => {
  const geometry = withRegion(presets.tiny);
  const docket = openDocket(guestRules, { profiles: ["virtio-mem", "hotmem"], world: "closed" });
  fc.assert(
    fc.property(acts, page, count, (all, first, pages) => {
      const state = beginGuest(geometry, docket);
      const table: Table = new Array<Page | undefined>(PAGES).fill(undefined);
      for (const act of all) act(state, table);
      expect(pagesOf(state)).toEqual(table);
      expect(cachePages(state)).toBe(cached(table, 0, PAGES).length);
      expect([0, 1, 2].map((where) => state.files.idle[where])).toEqual([0, 1, 2].map((where) => idle(table, where)));
      const span = table.map((one, at) => (at >= first && at < first + pages ? one : undefined));
      expect(missingPages(state, FILE, first, pages)).toBe(pages - cached(table, first, pages).length);
      expect(idleInSpan(state, FILE, first, pages, 0)).toBe(idle(span, 0));
      const taken = cached(table, 0, PAGES).map(({ frame: at }) => at);
      expect(firstTaken(state, 0, FRAMES)).toBe(taken.length === 0 ? -1 : Math.min(...taken));
    }),
    { numRuns: 500 },
  );
});
