import { describe, expect, test } from "vitest";
import { allocator } from "../../model/allocator/contract.ts";
import { eachHead, nodeFor, zoneOf } from "../../model/allocator/reference/frames.ts";
import { listOf, pushFree, removeFree, walk } from "../../model/allocator/reference/lists.ts";
import type { AllocatorSteps, Memory } from "../../model/allocator/reference/memory.ts";
import {
  FREE,
  kindOf,
  MOVABLE,
  MOVABLE_ZONE,
  NONE,
  NORMAL,
  PAGE,
  PARKED,
  RECLAIMABLE,
  UNMOVABLE,
} from "../../model/allocator/reference/numbers.ts";
import { pageAt } from "../../model/allocator/reference/pages.ts";
import { allocatorWith, referenceAllocator } from "../../model/allocator/reference/reference.ts";
import { linuxSteps } from "../../model/allocator/reference/steps.ts";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import { type RunReport, runScript } from "../../replay/run.ts";
import type { Script } from "../../replay/script.ts";
import { composeScript, drawGeometry } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { allocatorComposer } from "./composer.ts";

const suite = { contract: allocator, composer: allocatorComposer, reference: referenceAllocator };

/** Runs of 100 steps every allocator has to get through. */
const RUNS = 120;

const scripts: readonly Script<Allocator>[] = Array.from({ length: RUNS }, (_, run) => {
  const dice = diceOf(31, run);
  const geometry = drawGeometry(suite, dice, run % 2 === 0 ? presets.small : presets.tiny);
  return composeScript(suite, dice, { geometry, steps: 100 });
});

interface Buddy {
  readonly pfn: number;
  readonly order: number;
}

/** Whatever looks random and is the same in each run. */
let draws = 1;
function anyBelow(n: number): number {
  draws = (draws * 1103515245 + 12345) % 2 ** 31;
  return Math.floor(draws / 256) % n;
}

const lowest = (from: readonly Buddy[]): Buddy => from.reduce((best, one) => (one.pfn < best.pfn ? one : best));
const highest = (from: readonly Buddy[]): Buddy => from.reduce((best, one) => (one.pfn > best.pfn ? one : best));
const random = (from: readonly Buddy[]): Buddy => from[anyBelow(from.length)] as Buddy;

/** Takes a buddy somebody picks, of the smallest sufficient order or of any, and of it the upper or the lower halves. */
function placing(
  pick: (from: readonly Buddy[]) => Buddy,
  upper: () => boolean,
  smallest: boolean,
): AllocatorSteps["rmqueueSmallest"] {
  return (m, zone, order, type) => {
    const from: Buddy[] = [];
    for (let high = order; high <= m.maxOrder && !(smallest && from.length > 0); high++) {
      for (const pfn of walk(m, listOf(m, zone, high, type), high)) from.push({ pfn, order: high });
    }
    if (from.length === 0) return NONE;
    const { pfn: first, order: found } = pick(from);
    removeFree(m, first, found);
    let pfn = first;
    for (let half = found - 1; half >= order; half--) {
      const up = upper();
      pushFree(m, up ? pfn : pfn + 2 ** half, half, type, false);
      if (up) pfn += 2 ** half;
    }
    m.steps.account(m, zone, type, -(2 ** order));
    m.type[nodeFor(m, pfn, order)] = type;
    return pfn;
  };
}

/** Free memory as a bitmap would have it: single frames, never merged. */
const unmerged: AllocatorSteps["freeOne"] = (m, pfn, order, type, tail) => {
  m.steps.account(m, zoneOf(m, pfn), type, 2 ** order);
  for (let at = pfn; at < pfn + 2 ** order; at++) pushFree(m, at, 0, type, tail);
};

/** Only what is free or could be moved this very moment may be isolated. */
function isObstinate(m: Memory, pageblock: number, forOffline: boolean): boolean {
  const first = pageblock << m.pageblockOrder;
  const free = eachHead(m, first, first + 2 ** m.pageblockOrder, (pfn, mark) => {
    const kind = kindOf(mark);
    return kind === FREE || kind === PARKED || (kind === PAGE && linuxSteps.mayMigrate(m, pageAt(m, pfn, mark)));
  });
  return !free || linuxSteps.unmovable(m, pageblock, forOffline);
}

/** Lowest zone first. */
const kernelMemoryFirst: AllocatorSteps["getPage"] = (m, request) => {
  for (let zone = NORMAL; zone <= MOVABLE_ZONE; zone++) {
    if (!m.steps.mayUseZone(m, zone, request) || !m.steps.watermarkOk(m, zone, request)) continue;
    const pfn = m.steps.rmqueueZone(m, zone, request);
    if (pfn !== NONE) return pfn;
  }
  return NONE;
};

/** Takes a page of another type as it is. */
const borrowed: AllocatorSteps["fallback"] = (m, zone, order, type) => {
  for (const lender of [RECLAIMABLE, UNMOVABLE, MOVABLE]) {
    const pfn = lender === type ? NONE : m.steps.rmqueueSmallest(m, zone, order, lender);
    if (pfn !== NONE) return pfn;
  }
  return NONE;
};

/** Own lists, then those of other types. */
const withoutCma: AllocatorSteps["rmqueue"] = (m, zone, order, type) => {
  const own = m.steps.rmqueueSmallest(m, zone, order, type);
  return own === NONE ? m.steps.fallback(m, zone, order, type) : own;
};

/** Strongest profile it keeps, what is different, the steps. */
const others: readonly (readonly [string, string, Partial<AllocatorSteps>])[] = [
  ["linux", "places pages from the top down", { rmqueueSmallest: placing(highest, () => true, true) }],
  ["linux", "takes the lowest of the smallest buddies", { rmqueueSmallest: placing(lowest, () => false, true) }],
  ["linux", "shuffles its lists", { rmqueueSmallest: placing(random, () => anyBelow(2) === 0, true) }],
  ["linux", "never parks a page on a processor", { park: () => false, unpark: () => NONE }],
  ["linux", "isolates nothing that could not move now", { unmovable: isObstinate }],
  [
    "linux",
    "seldom gets a page to move",
    { mayMigrate: (m, page) => linuxSteps.mayMigrate(m, page) && anyBelow(3) === 0 },
  ],
  ["any", "takes the first fit by address", { rmqueueSmallest: placing(lowest, () => false, false) }],
  ["any", "takes any free frames", { rmqueueSmallest: placing(random, () => anyBelow(2) === 0, false) }],
  ["any", "never merges", { freeOne: unmerged }],
  ["any", "has no large pages", { allocatePage: (m, ask) => (ask.order > 0 ? NONE : linuxSteps.allocatePage(m, ask)) }],
  ["any", "uses kernel memory first", { getPage: kernelMemoryFirst }],
  ["any", "leaves CMA alone", { rmqueue: withoutCma }],
  ["any", "steals without changing pageblocks", { fallback: borrowed }],
];

describe("an allocator unlike the reference that keeps its promises passes", () => {
  test.each(others)("%s: one that %s", (profile, story, steps) => {
    const source = allocatorWith({ ...linuxSteps, ...steps }, story);
    const profiles = profilesUpTo(allocator.profiles, profile);
    for (const script of scripts) {
      const docket = openDocket(allocator.rules, { profiles, world: "closed" });
      const { ending } = runScript(allocator, docket, source.boot(script.geometry), script) as RunReport<Allocator>;
      expect(ending.kind === "violated" ? ending.violation : ending.kind).toBe("held");
    }
  });

  test("one that does not is convicted", () => {
    const source = allocatorWith({ ...linuxSteps, freeOne: () => {} }, "leaks");
    const endings = scripts.map((script) => {
      const docket = openDocket(allocator.rules, { profiles: ["any"], world: "closed" });
      const report = runScript(allocator, docket, source.boot(script.geometry), script) as RunReport<Allocator>;
      return report.ending.kind;
    });
    expect(endings).toContain("violated");
  });
});
