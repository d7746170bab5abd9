import { describe, expect, test } from "vitest";
import { totalFrames } from "../geometry.ts";
import { presets } from "../presets.ts";
import { openDocket } from "../rule.ts";
import { allocator } from "./contract.ts";
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
  wrote,
  zone,
} from "./judging.test-kit.ts";

const PARKING = { perCpuLists: { high: 4, batch: 2, maxOrder: 1 } };
const refused = (kind: string, block: number, why: string, more: object = {}): AllocatorStep =>
  step({ kind, block, ...(kind === "online" ? { zone: "movable" } : {}) }, { kind: "refused", why, ...more });
const busy = (pageblock: number): AllocatorStep => step({ kind: "isolate", pageblock }, { kind: "busy" });
const cancelled = (block: number): AllocatorStep =>
  step({ kind: "offline-cancel", block }, { kind: "cancelled", notified: ["cancel-offline"] });
const stepped = (block: number, ...moves: readonly object[]): AllocatorStep =>
  step({ kind: "offline-step", block }, { kind: "stepped", moved: moves });

/** What a law must let pass: title, geometry, steps. */
const legal: readonly [string, object, readonly AllocatorStep[]][] = [
  ["any free frame, from the top as well", {}, [got(0, 7), got(1, 0), got(2, 4, { order: 1 })]],
  [
    "frames that may have been on a per-CPU list when their pageblock was isolated",
    PARKING,
    [got(0, 2), released(0), isolated(1), got(0, 3)],
  ],
  ["a subject without per-CPU lists though the geometry has them", PARKING, [got(0, 0), counted(...bootZones(7))]],
  ["frames on per-CPU lists", PARKING, [got(0, 0), counted(...bootZones(4, { perCpu: 3 }))]],
  [
    "parked frames of an isolated pageblock, still counted",
    PARKING,
    [got(0, 0), isolated(1), counted(...bootZones(3, { perCpu: 4, isolatedPageblocks: 1 }))],
  ],
  [
    "failure with watermarks",
    { watermarks: { min: 6, lowmemReserve: 0 } },
    [got(0, 0, { order: 1, atomic: true }), failed(1)],
  ],
  ["failure where reserves may hide frames", { highatomic: true }, [failed(0)]],
  [
    "failure of a large request among scattered frames",
    {},
    [got(0, 0), got(1, 2), got(2, 4), got(3, 6), failed(4, { order: 1 })],
  ],
  [
    "a large page missing right after an isolation",
    {},
    [
      got(0, 0, { order: 2 }),
      isolated(2),
      done("unisolate", { pageblock: 2, mobility: "movable" }),
      failed(1, { order: 2 }),
    ],
  ],
  ["isolation that overlooks what is unmovable", {}, [got(0, 2, { mobility: "unmovable" }), isolated(1)]],
  ["isolation refused because of kernel memory", {}, [got(0, 2, { mobility: "unmovable" }), busy(1)]],
  ["isolation refused because of a reference", {}, [got(0, 2), held(1, 0), busy(1)]],
  [
    "refused because of a taken range in the movable zone",
    {},
    [...plugged(2), begun(0, 4), taken(0), busy(4), refused("offline-begin", 2, "busy", { notified: [] })],
  ],
  [
    "offline refused because of poison",
    {},
    [poisoned(4, "free"), refused("offline-begin", 1, "busy", { notified: [] })],
  ],
  ["isolation refused because a page straddles", {}, [got(0, 0, { order: 2 }), busy(1)]],
  [
    "isolation refused because of poison, a taken range or PG_offline",
    {},
    [poisoned(0, "free"), busy(0), begun(0, 1), taken(0), busy(1), done("fake-offline", { what: 0 }), busy(1)],
  ],
  ["a pin where it is, isolated, when no CMA is built in", {}, [got(0, 2), isolated(1), held(1, 0, "longterm")]],
  [
    "a pin refused in the movable zone",
    {},
    [
      ...plugged(2),
      got(0, 8),
      step({ kind: "hold", as: 1, what: 0, how: "longterm" }, { kind: "refused", why: "no-memory" }),
    ],
  ],
  [
    "a pin that moves its page to the normal zone with its content",
    {},
    [...plugged(2), got(0, 8), wrote(0, 5), held(1, 0, "longterm", moved(8, 3)), found(0, 5), got(2, 8)],
  ],
  [
    "migration of any number of pages, none included",
    {},
    [
      got(0, 2),
      got(1, 3),
      begun(2, 1),
      moving(2),
      moving(2, moved(3, 0)),
      moving(2, moved(2, 1)),
      taken(2),
      done("contig-release", { what: 2 }),
      got(3, 2, { order: 1 }),
    ],
  ],
  [
    "a large page straddling the range moves as a whole",
    {},
    [got(0, 0, { order: 2 }), begun(1, 1), moving(1, moved(0, 4, 2)), taken(1), found(0, 0)],
  ],
  ["a taken range is an allocation", {}, [begun(0, 1), taken(0), wrote(0, 3), found(0, 3)]],
  [
    "unwritten memory reads as anything, but stays it",
    {},
    [got(0, 0), found(0, 99), found(0, 99), got(1, 1), step({ kind: "read", what: 1 }, { kind: "mixed" })],
  ],
  [
    "a reserved pageblock that came back to serve a request",
    { highatomic: true, watermarks: { min: 1, lowmemReserve: 0 } },
    [
      listed({
        free: [list(2, "reclaimable", 0), list(2, "highatomic", 4)],
        pageblocks: [
          { first: 0, count: 2, migratetype: "reclaimable" },
          { first: 2, count: 2, migratetype: "highatomic" },
        ],
      }),
      got(0, 4, { order: 1, mobility: "unmovable" }),
      listed({
        zones: [zone("normal", { free: 6, present: 8 }), zone("movable")],
        free: [list(2, "reclaimable", 0), list(1, "unmovable", 6)],
        pageblocks: [
          { first: 0, count: 2, migratetype: "reclaimable" },
          { first: 2, count: 2, migratetype: "unmovable" },
        ],
      }),
    ],
  ],
  [
    "no memory for a memmap",
    {},
    [got(0, 0, { order: 2 }), got(1, 4, { order: 1 }), got(2, 6), refused("add", 2, "no-memory")],
  ],
  [
    "poison keeps a block from going online",
    {},
    [poisoned(4, "free"), going(1), gone(1), refused("online", 1, "invalid", { notified: [] })],
  ],
  [
    "or stays out of use when it does, counted as managed or not",
    {},
    [
      poisoned(4, "free"),
      going(1),
      gone(1),
      onlined(1, "normal"),
      counted(...bootZones(7, { managed: 7 })),
      counted(...bootZones(7)),
    ],
  ],
  [
    "poison is forgotten with its block",
    {},
    [
      poisoned(4, "free"),
      going(1),
      gone(1),
      step({ kind: "remove", block: 1 }, { kind: "removed" }),
      ...plugged(1, "normal"),
      got(0, 4),
    ],
  ],
  [
    "a block goes offline over PG_offline frames and poison in use",
    {},
    [
      begun(0, 0),
      taken(0),
      done("fake-offline", { what: 0 }),
      got(1, 2),
      poisoned(2, "in-use"),
      going(0),
      gone(0),
      onlined(0, "normal"),
      got(2, 0, { order: 1 }),
    ],
  ],
  [
    "a veto waits for the transition that reaches it",
    {},
    [
      isolated(0),
      done("veto", { next: "offline" }),
      refused("offline-begin", 0, "busy", { notified: [] }),
      done("unisolate", { pageblock: 0, mobility: "movable" }),
      refused("offline-begin", 0, "vetoed", { notified: ["going-offline", "cancel-offline"] }),
      going(0),
    ],
  ],
  [
    "offline refused for unmovable memory or a hole",
    { hole: { first: 4, count: 1 } },
    [
      got(0, 0, { mobility: "unmovable" }),
      refused("offline-begin", 0, "busy", { notified: [] }),
      refused("offline-begin", 1, "invalid", { notified: [] }),
    ],
  ],
  [
    "offline that migrates, is rolled back and ends in another try",
    {},
    [
      got(0, 0),
      going(0),
      stepped(0, moved(0, 5)),
      cancelled(0),
      got(1, 0),
      going(0),
      stepped(0, moved(0, 4)),
      gone(0),
      counted(zone("normal", { free: 2, present: 4 }), zone("movable")),
    ],
  ],
  [
    "a referenced page stays whole, of a kernel page only the head",
    {},
    [
      got(0, 0, { order: 1 }),
      held(1, 0),
      released(0),
      counted(...bootZones(6)),
      got(2, 2, { order: 1, mobility: "unmovable" }),
      held(3, 2),
      released(2),
      counted(...bootZones(5)),
      got(4, 3),
      done("drop", { what: 1, cpu: 0 }),
      done("drop", { what: 3, cpu: 0 }),
      counted(...bootZones(7)),
    ],
  ],
  [
    "poison of frames that are not there is ignored",
    { hole: { first: 1, count: 1 } },
    [1, 8, 27].map((pfn) => step({ kind: "poison", pfn }, { kind: "ignored" })),
  ],
];

test.each(legal)("legal: %s", (_title, fields, steps) => {
  expect(() => having(beginTiny(fields), ...steps)).not.toThrow();
});

describe("the state", () => {
  const busyState = () =>
    having(beginTiny(), ...plugged(2), got(0, 8), held(1, 0), isolated(1), begun(2, 2), poisoned(0, "free"));

  test("forks independently", () => {
    const state = busyState();
    const before = state.key();
    having(state.fork(), released(0), got(3, 9), going(2), stepped(2));
    expect(state.key()).toBe(before);
  });

  test("has equal keys after different ways to the same", () => {
    const way = beginTiny();
    const other = beginTiny();
    having(way, got(0, 0), got(1, 1), released(1));
    having(other, got(1, 1), got(0, 0), released(1));
    expect(way.key()).toBe(other.key());
  });

  test("has different keys where the future differs", () => {
    const keys = [
      [],
      [got(0, 0)],
      [got(0, 1)],
      [got(0, 0, { order: 1 })],
      [got(0, 0), wrote(0, 1)],
      [got(0, 0), held(1, 0)],
      [got(0, 0), released(0)],
      [isolated(0)],
      [begun(0, 0)],
      [added(2)],
      [done("veto", { next: "online" })],
      [done("veto", { next: "offline" })],
      [poisoned(0, "free")],
      [going(0)],
    ].map((steps) => having(beginTiny(), ...steps).key());
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("tells drained processors apart", () => {
    const parked = (...steps: readonly AllocatorStep[]) => having(beginTiny(PARKING), isolated(1), ...steps).key();
    expect(parked(done("drain", { cpu: 0 }))).not.toBe(parked());
    expect(parked(done("drain", { cpu: 0 }), done("drain", { cpu: 0 }))).toBe(parked(done("drain", { cpu: 0 })));
  });

  test("knows more handles than it began with", () => {
    const state = having(beginTiny(), got(5000, 3), held(700, 5000));
    expect(() => having(state, got(1, 3))).toThrow("allocate/disjoint");
  });

  test("covers every frame of a large guest", () => {
    const docket = openDocket(allocator.rules, { profiles: ["any"], world: "closed" });
    const state = allocator.begin(presets.huge, docket);
    const top = totalFrames(presets.huge) - 1024;
    const last = presets.huge.sharedFrames / presets.huge.blockFrames + 77 * 6 + 31;
    having(state, ...plugged(last), got(0, top, { order: 10 }));
    expect(() => having(state.fork(), got(1, top + 1023))).toThrow("allocate/disjoint");
    having(state, poisoned(top + 5, "in-use"), released(0), got(2, top + 4));
    expect(() => having(state, got(3, top + 5))).toThrow("allocate/poisoned");
  });
});
