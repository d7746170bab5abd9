import { describe, expect, test } from "vitest";
import {
  type AllocatorStep,
  added,
  beginTiny,
  begun,
  bootZones,
  counted,
  done,
  failed,
  found,
  freshLists,
  going,
  gone,
  got,
  having,
  held,
  isolated,
  list,
  listed,
  moved,
  moving,
  onlined,
  plugged,
  poisoned,
  released,
  step,
  taken,
  verdictOn,
  wrote,
  zone,
} from "../judging.test-kit.ts";
import { allocatorRules } from "../rules.ts";

const PARKING = { perCpuLists: { high: 4, batch: 2, maxOrder: 1 } };
const CMA = { cma: { first: 1, count: 1 } };
const HOLE = { hole: { first: 1, count: 1 } };
const refused = (kind: string, block: number, why: string, more: object = {}): AllocatorStep =>
  step({ kind, block, ...(kind === "online" ? { zone: "movable" } : {}) }, { kind: "refused", why, ...more });
const remove = (block: number): AllocatorStep => step({ kind: "remove", block }, { kind: "removed" });
/** The second block of boot memory turned unmovable. */
const halfUnmovable = {
  free: [list(2, "movable", 0), list(2, "unmovable", 4)],
  pageblocks: [
    { first: 0, count: 2, migratetype: "movable" },
    { first: 2, count: 2, migratetype: "unmovable" },
  ],
};
/** Nothing is free to fall back to but pageblocks of one other type. */
const onlyUnmovable = {
  free: [list(2, "unmovable", 0, 4)],
  pageblocks: [{ first: 0, count: 4, migratetype: "unmovable" }],
};

/** Rule, geometry, legal steps, and the step that breaks the rule. */
const table: readonly [string, object, readonly AllocatorStep[], AllocatorStep][] = [
  ["allocate/aligned", {}, [], got(0, 1, { order: 1 })],
  ["allocate/aligned", {}, [], got(0, 28)],
  ["allocate/disjoint", {}, [got(0, 4, { order: 1 })], got(1, 5)],
  ["allocate/disjoint", {}, [got(0, 4), held(1, 0), released(0)], got(2, 4)],
  ["allocate/holes", HOLE, [], got(0, 1)],
  ["allocate/holes", HOLE, [], got(0, 0, { order: 1 })],
  ["allocate/poisoned", {}, [poisoned(3, "free")], got(0, 3)],
  ["allocate/poisoned", {}, [got(0, 3), poisoned(3, "in-use"), released(0)], got(1, 2, { order: 1 })],
  ["allocate/isolated", {}, [isolated(1)], got(0, 2)],
  ["allocate/isolated", {}, [isolated(1)], got(0, 0, { order: 2 })],
  ["allocate/isolated", PARKING, [isolated(1), done("drain", { cpu: 0 }), done("drain", { cpu: 1 })], got(0, 2)],
  ["allocate/isolated", PARKING, [got(0, 2), isolated(1), released(0)], got(1, 2)],
  ["allocate/isolated", PARKING, [isolated(1), isolated(0)], got(0, 0, { order: 2 })],
  ["allocate/cma", CMA, [], got(0, 2, { mobility: "unmovable" })],
  ["allocate/cma", CMA, [], got(0, 0, { order: 2, mobility: "reclaimable" })],
  ["allocate/movable-zone", {}, plugged(2), got(0, 8, { mobility: "unmovable" })],
  ["allocate/reach", {}, plugged(2), got(0, 8, { reach: "normal" })],
  ["allocate/highest-zone", {}, plugged(2), got(0, 0)],
  ["allocate/watermark", { watermarks: { min: 6, lowmemReserve: 0 } }, [got(0, 0)], got(1, 2, { order: 1 })],
  [
    "allocate/watermark",
    { watermarks: { min: 2, lowmemReserve: 2 } },
    [...plugged(2), got(0, 0, { order: 1 })],
    got(1, 4, { order: 2 }),
  ],
  [
    "allocate/watermark",
    { watermarks: { min: 2, lowmemReserve: 0 } },
    [got(0, 0, { order: 2 }), got(1, 4, { order: 1 })],
    got(2, 6, { order: 1 }),
  ],
  ["allocate/no-spurious-failure", {}, [got(0, 0, { order: 2 }), got(1, 4, { order: 1 }), got(2, 6)], failed(3)],
  ["allocate/no-spurious-failure", {}, [got(0, 0, { order: 2 }), got(1, 4, { order: 2 }), ...plugged(2)], failed(3)],
  ["allocate/blocks-reachable", {}, [got(0, 0)], failed(1, { order: 2 })],
  ["allocate/blocks-reachable", {}, [got(0, 0), got(1, 4)], failed(2, { order: 1 })],
  ["allocate/blocks-reachable", CMA, [got(0, 4, { order: 2 }), got(1, 0, { order: 1 })], failed(2)],
  ["release/wrong-size", {}, [got(0, 0), released(0)], done("misrelease", { what: 0, how: "twice" })],
  ["release/wrong-size", {}, [got(0, 0, { order: 1 })], done("misrelease", { what: 0, how: "tail" })],
  ["release/wrong-size", {}, [got(0, 0)], done("misrelease", { what: 0, how: "order" })],
  ["zero/fresh", {}, [got(0, 0, { zero: true })], found(0, 3)],
  ["zero/fresh", {}, [got(0, 0, { zero: true })], step({ kind: "read", what: 0 }, { kind: "mixed" })],
  ["zero/counted", {}, [], step(got(0, 0, { zero: true, order: 1 }).ask, { kind: "granted", first: 0, zeroed: 1 })],
  ["zero/counted", { initOnAlloc: true }, [], got(0, 0)],
  ["zero/counted", { initOnAlloc: true }, [begun(0, 1)], taken(0)],
  ["zero/unasked", {}, [], step(got(0, 0).ask, { kind: "granted", first: 0, zeroed: 1 })],
  ["content/kept", {}, [got(0, 0), wrote(0, 7)], found(0, 8)],
  ["content/kept", {}, [got(0, 0), found(0, 7)], found(0, 8)],
  [
    "hold/granted",
    {},
    [got(0, 0)],
    step({ kind: "hold", as: 1, what: 0, how: "pin" }, { kind: "refused", why: "busy" }),
  ],
  [
    "hold/granted",
    {},
    [got(0, 0)],
    step({ kind: "hold", as: 1, what: 0, how: "longterm" }, { kind: "refused", why: "no-memory" }),
  ],
  ["hold/longterm-place", {}, [...plugged(2), got(0, 8)], held(1, 0, "longterm")],
  ["hold/longterm-place", {}, [...plugged(2), got(0, 8)], held(1, 0, "longterm", moved(8, 9))],
  ["hold/longterm-place", CMA, [got(0, 2)], held(1, 0, "longterm")],
  ["hold/longterm-place", CMA, [got(0, 0), isolated(0)], held(1, 0, "longterm")],
  ["hold/needless-move", {}, [got(0, 0)], held(1, 0, "longterm", moved(0, 1))],
  ["hold/needless-move", {}, [...plugged(2), got(0, 8)], held(1, 0, "pin", moved(8, 0))],
  [
    "hold/failure-leaves-nothing",
    {},
    [
      ...plugged(2),
      got(0, 8),
      step({ kind: "hold", as: 1, what: 0, how: "longterm" }, { kind: "refused", why: "no-memory" }),
      released(0),
    ],
    counted(zone("normal", { free: 8, present: 8 }), zone("movable", { free: 3, present: 4 })),
  ],
  ["migrate/content", {}, [got(0, 2), wrote(0, 7), begun(1, 1), moving(1, moved(2, 4))], found(0, 0)],
  ["migrate/failure", {}, [got(0, 2), wrote(0, 7), begun(1, 1), moving(1)], found(0, 0)],
  ["migrate/source", {}, [got(0, 2), begun(1, 1)], moving(1, moved(3, 4))],
  ["migrate/source", {}, [got(0, 4, { order: 1 }), begun(1, 2)], moving(1, moved(4, 0))],
  ["migrate/source", {}, [got(0, 4), begun(1, 1)], moving(1, moved(4, 0))],
  ["migrate/source", {}, [got(0, 2, { mobility: "unmovable" }), begun(1, 1)], moving(1, moved(2, 4))],
  ["migrate/source", {}, [begun(1, 1)], moving(1, moved(-1, 4))],
  ["migrate/referenced", {}, [got(0, 2), held(1, 0), begun(2, 1)], moving(2, moved(2, 4))],
  ["migrate/referenced", {}, [got(0, 2), held(1, 0), released(0), begun(2, 1)], moving(2, moved(2, 4))],
  ["migrate/poisoned", {}, [got(0, 2, { order: 1 }), poisoned(3, "in-use"), begun(1, 1)], moving(1, moved(2, 4, 1))],
  ["migrate/target", {}, [got(0, 2), got(1, 4), begun(2, 1)], moving(2, moved(2, 4))],
  ["migrate/target", {}, [got(0, 2), begun(2, 1)], moving(2, moved(2, 8))],
  ["migrate/target", {}, [got(0, 2, { order: 1 }), begun(2, 1)], moving(2, moved(2, 5, 1))],
  ["migrate/isolated-target", {}, [got(0, 2), begun(2, 1)], moving(2, moved(2, 3))],
  ["migrate/isolated-target", {}, [got(0, 2), begun(2, 1), isolated(3)], moving(2, moved(2, 6))],
  ["migrate/zone", {}, [got(0, 2, { reach: "normal" }), ...plugged(2), begun(2, 1)], moving(2, moved(2, 8))],
  ["isolate/exclusive", {}, [isolated(1)], isolated(1)],
  ["isolate/exclusive", {}, [isolated(1)], begun(0, 0, 2)],
  ["isolate/exclusive", {}, [isolated(1)], going(0)],
  ["isolate/cma", CMA, [], isolated(1)],
  ["isolate/no-spurious-busy", {}, [got(0, 2)], step({ kind: "isolate", pageblock: 1 }, { kind: "busy" })],
  ["isolate/no-spurious-busy", {}, [], step({ kind: "contig-begin", as: 0, pageblock: 0, count: 2 }, { kind: "busy" })],
  ["contig/free", {}, [got(0, 2), begun(1, 1)], taken(1)],
  ["contig/no-spurious-busy", {}, [begun(1, 1)], step({ kind: "contig-finish", what: 1 }, { kind: "busy" })],
  ["block/transitions", {}, [], added(0)],
  ["block/transitions", {}, [], onlined(2)],
  ["block/transitions", {}, [added(2)], going(2)],
  ["block/transitions", {}, [], remove(2)],
  ["block/reason", {}, [], refused("add", 0, "busy")],
  ["block/reason", {}, [], refused("remove", 2, "busy")],
  ["block/reason", {}, [], refused("remove", 0, "invalid")],
  ["block/no-spurious-refusal", {}, [], refused("add", 2, "no-memory")],
  ["block/no-spurious-refusal", {}, [added(2)], refused("online", 2, "busy", { notified: [] })],
  ["block/no-spurious-refusal", {}, [], refused("offline-begin", 0, "busy", { notified: [] })],
  ["block/no-spurious-refusal", {}, [added(2)], refused("remove", 2, "busy")],
  ["block/listed", {}, [added(2)], listed()],
  ["block/listed", {}, [], listed({ blocks: freshLists.blocks.slice(0, 1) })],
  ["block/listed", {}, [], listed({ blocks: [...freshLists.blocks].reverse() })],
  ["block/listed", {}, [], listed({ pageblocks: [{ first: 0, count: 5, migratetype: "movable" }] })],
  ["block/listed", {}, [], listed({ pageblocks: [{ first: 0, count: 3, migratetype: "movable" }] })],
  [
    "block/zone",
    {},
    [],
    listed({ blocks: [{ first: 0, count: 2, state: "online", zone: "movable" }, ...freshLists.blocks.slice(1)] }),
  ],
  ["add/failure-leaves-nothing", {}, [refused("add", 0, "exists")], counted(...bootZones(8, { present: 12 }))],
  ["online/not-before", {}, [added(2)], got(0, 8)],
  ["offline/holes", HOLE, [], going(0)],
  ["offline/empty", {}, [got(0, 0), going(0)], gone(0)],
  ["offline/empty", {}, [begun(0, 0), taken(0), ...plugged(2), got(1, 9), going(2)], gone(2)],
  ["offline/leaves-nothing", {}, [going(0), gone(0)], got(0, 0)],
  ["offline/finishes", {}, [going(0)], step({ kind: "offline-finish", block: 0 }, { kind: "again" })],
  [
    "isolate/given-type",
    {},
    [isolated(2), done("unisolate", { pageblock: 2, mobility: "unmovable" })],
    listed({ free: [list(2, "movable", 0), list(1, "movable", 4, 6)] }),
  ],
  [
    "isolate/given-type",
    {},
    [begun(0, 2, 2), got(1, 0), step({ kind: "contig-finish", what: 0 }, { kind: "taken", zeroed: 0 })],
    listed({
      zones: [zone("normal", { free: 3, present: 8 }), zone("movable")],
      free: [list(0, "movable", 1), list(1, "movable", 2)],
      pageblocks: [
        { first: 0, count: 2, migratetype: "movable" },
        { first: 2, count: 2, migratetype: "reclaimable" },
      ],
    }),
  ],
  [
    "offline/rollback",
    {},
    [going(0), step({ kind: "offline-cancel", block: 0 }, { kind: "cancelled", notified: ["cancel-offline"] })],
    listed({
      free: [list(2, "unmovable", 0), list(2, "movable", 4)],
      pageblocks: [
        { first: 0, count: 2, migratetype: "unmovable" },
        { first: 2, count: 2, migratetype: "movable" },
      ],
    }),
  ],
  ["remove/leaves-nothing", {}, [], got(0, 8)],
  ["remove/leaves-nothing", {}, [going(1), gone(1), remove(1)], got(0, 4)],
  ["remove/offline-only", {}, [], remove(0)],
  ["notify/order", {}, [added(2)], step(onlined(2).ask, { kind: "onlined", notified: ["online", "going-online"] })],
  ["notify/order", {}, [], step({ kind: "offline-begin", block: 0 }, { kind: "begun", notified: [] })],
  [
    "notify/order",
    {},
    [done("veto", { next: "offline" })],
    refused("offline-begin", 0, "vetoed", { notified: ["going-offline"] }),
  ],
  ["notify/order", {}, [going(0)], step({ kind: "offline-cancel", block: 0 }, { kind: "cancelled", notified: [] })],
  [
    "notify/order",
    {},
    [going(0)],
    step({ kind: "offline-finish", block: 0 }, { kind: "offlined", notified: ["offline", "cancel-offline"] }),
  ],
  ["notify/veto", {}, [added(2), done("veto", { next: "online" })], onlined(2)],
  ["notify/veto", {}, [done("veto", { next: "offline" })], going(0)],
  ["notify/veto", {}, [], refused("offline-begin", 0, "vetoed", { notified: ["going-offline", "cancel-offline"] })],
  ["poison/answer", {}, [got(0, 3)], poisoned(3, "free")],
  ["poison/answer", {}, [poisoned(3, "free")], poisoned(3, "free")],
  ["poison/answer", {}, [], step({ kind: "poison", pfn: 3 }, { kind: "ignored" })],
  ["poison/answer", HOLE, [], poisoned(1, "free")],
  ["count/managed", {}, [], counted(...bootZones(8, { managed: 7 }))],
  ["count/managed", {}, [begun(0, 0), taken(0), done("fake-offline", { what: 0 })], counted(...bootZones(6))],
  ["count/free", {}, [got(0, 0)], counted(...bootZones(8))],
  ["count/free", {}, [poisoned(3, "free")], counted(...bootZones(8))],
  ["count/free", {}, [isolated(1)], counted(...bootZones(8, { isolatedPageblocks: 1 }))],
  ["count/free", PARKING, [got(0, 0)], counted(...bootZones(7, { perCpu: 1 }))],
  [
    "count/free",
    {},
    [got(0, 0, { order: 1, mobility: "unmovable" }), held(1, 0), released(0), done("drop", { what: 1, cpu: 0 })],
    counted(...bootZones(7)),
  ],
  ["count/present", {}, [], counted(...bootZones(8, { present: 12, managed: 8 }))],
  ["count/present", {}, [], counted(...bootZones(8, { spanned: 12 }))],
  ["count/present", {}, [], counted(...[...bootZones(8)].reverse())],
  ["count/isolated", {}, [isolated(1)], counted(...bootZones(6))],
  ["count/per-cpu", {}, [], counted(...bootZones(7, { perCpu: 1 }))],
  [
    "count/per-cpu",
    PARKING,
    [got(0, 0), released(0), done("drain", { cpu: 0 })],
    counted(...bootZones(7, { perCpu: 1 })),
  ],
  ["count/per-cpu", PARKING, [got(0, 0), going(1)], counted(...bootZones(2, { perCpu: 1, isolatedPageblocks: 2 }))],
  ["lists/one-place", {}, [], listed({ free: [list(2, "movable", 0, 0)] })],
  ["lists/one-place", {}, [], listed({ free: [list(2, "movable", 0)] })],
  ["lists/one-place", {}, [got(0, 0)], listed({ zones: bootZones(7) })],
  ["lists/order", {}, [], listed({ free: [list(3, "movable", 0)] })],
  [
    "lists/order",
    PARKING,
    [got(0, 0), released(0)],
    listed({
      zones: bootZones(4, { perCpu: 4 }),
      free: [list(2, "movable", 0)],
      perCpu: [{ cpu: 0, zone: "normal", pages: [{ first: 4, order: 2 }] }],
    }),
  ],
  ["lists/aligned", {}, [], listed({ free: [list(2, "movable", 0), list(1, "movable", 5)] })],
  ["lists/aligned", {}, [], listed({ free: [list(2, "movable", 0, 8)] })],
  ["lists/aligned", {}, [], listed({ free: [{ ...list(2, "movable", 0, 4), zone: "movable" }] })],
  ["lists/merged", {}, [], listed({ free: [list(2, "movable", 0), list(1, "movable", 4, 6)] })],
  ["lists/merged", {}, [], listed({ free: [list(2, "movable", 0), list(1, "movable", 4), list(0, "movable", 6, 7)] })],
  ["lists/isolated", {}, [isolated(1)], listed({ zones: bootZones(6, { isolatedPageblocks: 1 }) })],
  [
    "lists/isolated",
    {},
    [isolated(1)],
    listed({
      zones: bootZones(6, { isolatedPageblocks: 1 }),
      free: [list(2, "movable", 0, 4)],
      pageblocks: [
        { first: 0, count: 1, migratetype: "movable" },
        { first: 1, count: 1, migratetype: "isolate" },
        { first: 2, count: 2, migratetype: "movable" },
      ],
    }),
  ],
  [
    "lists/isolated",
    PARKING,
    [isolated(1), done("drain", { cpu: 0 }), done("drain", { cpu: 1 }), got(0, 0), released(0)],
    listed({
      zones: bootZones(6, { isolatedPageblocks: 1 }),
      free: [list(1, "movable", 0), list(2, "movable", 4)],
      perCpu: [{ cpu: 0, zone: "normal", pages: [{ first: 2, order: 1 }] }],
      pageblocks: [
        { first: 0, count: 1, migratetype: "movable" },
        { first: 1, count: 1, migratetype: "isolate" },
        { first: 2, count: 2, migratetype: "movable" },
      ],
    }),
  ],
  ["lists/type", { kernel: "6.12" }, [], listed({ free: [list(2, "movable", 0), list(2, "unmovable", 4)] })],
  ["lists/type", CMA, [], listed()],
  ["lists/counted", PARKING, [got(0, 7), released(0)], listed({ zones: bootZones(7, { perCpu: 1 }) })],
  ["lists/restored", {}, [listed(), got(0, 0), released(0)], listed(halfUnmovable)],
  ["lists/restored", { kernel: "6.12" }, [listed(), got(0, 0), released(0)], listed(halfUnmovable)],
  [
    "fallback/own-first",
    {},
    [
      listed(),
      got(0, 0, { order: 2 }),
      listed({ zones: bootZones(4), free: [list(2, "movable", 4)] }),
      got(1, 4),
      listed({ zones: bootZones(3), free: [list(1, "movable", 6), list(0, "movable", 5)] }),
      got(2, 6),
    ],
    listed({ zones: bootZones(2), free: [list(0, "movable", 5, 7)] }),
  ],
  [
    "fallback/largest",
    {},
    [
      listed(onlyUnmovable),
      got(0, 0, { mobility: "unmovable" }),
      listed({
        zones: bootZones(7),
        ...onlyUnmovable,
        free: [list(2, "unmovable", 4), list(1, "unmovable", 2), list(0, "unmovable", 1)],
      }),
      got(1, 1),
    ],
    listed({ zones: bootZones(6), ...onlyUnmovable, free: [list(2, "unmovable", 4), list(1, "unmovable", 2)] }),
  ],
  [
    "fallback/retype",
    {},
    [listed(onlyUnmovable), got(0, 0)],
    listed({
      zones: bootZones(7),
      free: [list(0, "movable", 1), list(1, "movable", 2), list(2, "movable", 4)],
      pageblocks: [{ first: 0, count: 4, migratetype: "movable" }],
    }),
  ],
];

describe("each rule convicts a wrong answer", () => {
  test.each(table.map(([rule, ...rest], row) => [rule, row, rest] as const))(
    "%s (row %i)",
    (rule, _row, [fields, steps, wrong]) => {
      const verdict = verdictOn(having(beginTiny(fields), ...steps), wrong);
      expect(verdict.kind === "illegal" ? verdict.violation.rule : verdict).toBe(rule);
      if (verdict.kind === "illegal") expect(verdict.violation.because.length).toBeGreaterThan(9);
    },
  );

  test("and no rule is missing from the table", () => {
    const convicting = new Set(table.map(([rule]) => rule));
    expect(Object.keys(allocatorRules).filter((rule) => !convicting.has(rule) && rule !== "migrate/batch")).toEqual([]);
  });
});

test("a refusal is told with how much was free", () => {
  const most = [got(0, 0, { order: 2 }), got(1, 4, { order: 1 })];
  const because = (...steps: Parameters<typeof having>[1][]) => verdictOn(having(beginTiny({}), ...steps), failed(9));
  expect(because(...most)).toMatchObject({ violation: { because: "2 frames are free in zones of the request" } });
  expect(because(...most, got(2, 6))).toMatchObject({
    violation: { because: "1 frame is free in zones of the request" },
  });
});

test("a step of alloc_contig_range that moves more than 32 pages is convicted", () => {
  const roomy = { bootFrames: 128, sharedFrames: 0, partitions: 0 };
  const pages = Array.from({ length: 33 }, (_, at) => got(at, at));
  const state = having(beginTiny(roomy), ...pages, begun(50, 0, 17));
  const moves = pages.map((_, at) => moved(at, 64 + at));
  const verdict = verdictOn(state, moving(50, ...moves));
  expect(verdict).toMatchObject({ kind: "illegal", violation: { rule: "migrate/batch" } });
});
