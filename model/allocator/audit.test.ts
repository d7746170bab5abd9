import { describe, expect, it } from "vitest";
import type { Geometry } from "../geometry.ts";
import { presets } from "../presets.ts";
import { cpu, extent, order, pfn } from "../units.ts";
import { auditLists } from "./audit.ts";
import { walkedGeometries } from "./geometries.test-kit.ts";
import { referenceAllocator } from "./reference/reference.ts";
import type { Lists } from "./vocabulary.ts";
import { heldBy, nextAsk, watch } from "./walk.test-kit.ts";
import { walkerOf } from "./walker.test-kit.ts";

/** Walks the reference; answers the first complaints, with the steps that led there. */
function complaintsOn(geometry: Geometry, seed: number, steps: number): string[] {
  const subject = referenceAllocator.boot(geometry);
  const walker = walkerOf(geometry, seed);
  const trail: string[] = [];
  for (let step = 0; step < steps; step++) {
    const ask = nextAsk(walker);
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") continue;
    watch(walker, ask, outcome.answer);
    trail.push(`${JSON.stringify(ask)} ${JSON.stringify(outcome.answer)}`);
    const seen = subject.perform({ kind: "observe", what: "lists" });
    const lists = (seen.kind === "answered" ? seen.answer : null) as Lists;
    const complaints = auditLists(geometry, lists, heldBy(walker));
    if (complaints.length > 0) return [...trail.slice(-6), ...complaints];
  }
  return [];
}

describe("the reference, after every step of a long walk", () => {
  for (const [name, geometry] of Object.entries(walkedGeometries)) {
    it(`counts on ${name} what the audit counts`, () => {
      for (let seed = 1; seed <= 8; seed++) expect(complaintsOn(geometry, seed, 400)).toEqual([]);
    });
  }
});

const geometry: Geometry = { ...presets.tiny, hole: extent(6, 1) };
const normal = {
  zone: "normal",
  free: 7,
  perCpu: 0,
  managed: 7,
  present: 7,
  spanned: 8,
  isolatedPageblocks: 0,
} as const;
const movable = {
  zone: "movable",
  free: 0,
  perCpu: 0,
  managed: 0,
  present: 0,
  spanned: 0,
  isolatedPageblocks: 0,
} as const;
const list = (size: number, ...heads: number[]) =>
  ({ zone: "normal", order: order(size), migratetype: "movable", heads: heads.map(pfn) }) as const;

/** What a fresh tiny guest lists, with some of it replaced. */
const lists = (changed: object): Lists =>
  ({
    kind: "lists",
    zones: [normal, movable],
    free: [list(0, 7), list(1, 4), list(2, 0)],
    perCpu: [],
    pageblocks: [{ first: 0, count: 4, migratetype: "movable" }],
    blocks: [
      { first: 0, count: 2, state: "online", zone: "normal" },
      { first: 2, count: 5, state: "absent" },
    ],
    ...changed,
  }) as unknown as Lists;

describe("the audit", () => {
  it("has no complaint about a fresh guest", () => {
    expect(auditLists(geometry, lists({}), [])).toEqual([]);
  });

  const faults: readonly (readonly [string, object, string])[] = [
    ["a frame nobody has", { free: [list(1, 4), list(2, 0)] }, "frame 7 is lost"],
    ["a frame on two lists", { free: [list(0, 7, 4), list(1, 4), list(2, 0)] }, "counted elsewhere"],
    ["a frame of the hole", { free: [list(0, 6, 7), list(1, 4), list(2, 0)] }, "does not exist"],
    ["a misaligned buddy", { free: [list(0, 0, 3, 7), list(1, 1, 4)] }, "not aligned"],
    ["an order above the largest", { free: [list(3, 0)] }, "no such order"],
    [
      "buddies that ought to be one",
      { free: [list(0, 7), list(1, 0, 2, 4)] },
      "free buddies 0 and 2 of order 1 are not merged",
    ],
    ["a wrong free count", { zones: [{ ...normal, free: 6 }, movable] }, "free is 6, recounted 7"],
    ["a wrong present count", { zones: [{ ...normal, present: 8 }, movable] }, "present is 8, recounted 7"],
    ["a wrong span", { zones: [{ ...normal, spanned: 7 }, movable] }, "spanned is 7, recounted 8"],
    ["more managed than present", { zones: [{ ...normal, managed: 8 }, movable] }, "managed 8 exceeds present 7"],
    ["a wrong isolation count", { zones: [{ ...normal, isolatedPageblocks: 1 }, movable] }, "isolatedPageblocks is 1"],
    [
      "a parked page that no list may hold",
      { perCpu: [{ cpu: cpu(0), zone: "normal", pages: [] }] },
      "no per-CPU lists",
    ],
    [
      "free frames of an isolated pageblock elsewhere",
      {
        pageblocks: [
          { first: 0, count: 1, migratetype: "isolate" },
          { first: 1, count: 3, migratetype: "movable" },
        ],
      },
      "pageblock 0 is isolate",
    ],
    [
      "pageblocks of absent memory",
      { pageblocks: [{ first: 0, count: 5, migratetype: "movable" }] },
      "pageblock 4 has type movable",
    ],
    [
      "blocks that are not told of",
      { blocks: [{ first: 0, count: 2, state: "online", zone: "normal" }] },
      "block runs end at 2 of 7",
    ],
    [
      "a gap between block runs",
      {
        blocks: [
          { first: 0, count: 2, state: "online", zone: "normal" },
          { first: 3, count: 4, state: "absent" },
        ],
      },
      "begins where 2 was expected",
    ],
    [
      "an absent block with a zone",
      {
        blocks: [
          { first: 0, count: 2, state: "online", zone: "normal" },
          { first: 2, count: 5, state: "absent", zone: "normal" },
        ],
      },
      "absent with zone normal",
    ],
    [
      "a buddy in the wrong zone",
      { free: [list(0, 7), list(1, 4), { ...list(2, 0), zone: "movable" }] },
      "is in normal",
    ],
  ];
  for (const [what, changed, complaint] of faults) {
    it(`complains about ${what}`, () => {
      expect(auditLists(geometry, lists(changed), []).join("\n")).toContain(complaint);
    });
  }

  it("asks 6.12 for exact list types and forgives 6.1", () => {
    const stolen = { free: [list(0, 7), list(1, 4), { ...list(2, 0), migratetype: "unmovable" }] };
    expect(auditLists(geometry, lists(stolen), [])).toEqual([]);
    expect(auditLists({ ...geometry, kernel: "6.12" }, lists(stolen), []).join()).toContain("pageblock 0 is movable");
  });

  it("notices frames that are free although held", () => {
    expect(auditLists(geometry, lists({}), [extent(4, 1)]).join()).toContain("frame 4 is counted elsewhere too");
  });

  it("notices pages too large for a per-CPU list", () => {
    const parking = { ...geometry, perCpuLists: { high: 4, batch: 1, maxOrder: 0 } } as unknown as Geometry;
    const parked = {
      free: [list(0, 7), list(1, 4)],
      perCpu: [{ cpu: cpu(0), zone: "normal", pages: [{ first: pfn(0), order: order(2) }] }],
    };
    expect(auditLists(parking, lists(parked), []).join()).toContain("too large");
  });
});
