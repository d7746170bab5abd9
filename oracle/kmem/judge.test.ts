import { describe, expect, test } from "vitest";
import { readGfp } from "./event.ts";
import { openJudge } from "./judge.ts";
import type { KmemSetting } from "./memory.ts";
import { openParser } from "./parse.ts";

/** Flags that the lines below name by number. */
const flags = [
  "GFP_KERNEL",
  "GFP_HIGHUSER_MOVABLE|__GFP_COMP",
  "GFP_HIGHUSER_MOVABLE|__GFP_RETRY_MAYFAIL|__GFP_COMP",
  "__GFP_MOVABLE|__GFP_RECLAIMABLE",
  "GFP_KERNEL|__GFP_RECLAIMABLE",
  "GFP_KERNEL|GFP_DMA32",
  "GFP_KERNEL|GFP_DMA",
  "0x152cca",
].map((text, at) => `g ${at} ${text}`);

const lost = "lost";

/** Judges events, a line each, of which the first is line 1; the format has no line for events that were lost. */
function judge(lines: readonly string[], setting: KmemSetting = {}) {
  const parser = openParser();
  const { take, conviction, memory } = openJudge(setting);
  for (const line of flags) parser.parse(line, 0);
  lines.every((text, at) => {
    const event = text === lost ? ({ kind: "lost", line: at + 1 } as const) : parser.parse(text, at + 1);
    if (event === null || "why" in event) throw new Error(`no event: ${text}`);
    return take(event);
  });
  const found = conviction();
  return { broken: found === null ? null : `${found.rule} in line ${found.line}`, ...memory };
}

const call = (succeeded: number, reason = "contig_range") =>
  `G 1 nr_succeeded=${succeeded} nr_failed=0 mode=MIGRATE_SYNC reason=${reason}`;
const frames = (count: number, from: number) => Array.from({ length: count }, (_, at) => (from + at).toString(16));

describe("requests", () => {
  test.each([
    ["a machine too small to group by mobility calls everything unmovable", ["A 1 1 10 0 0 1"], null],
    ["which a machine that groups never does", ["A 1 1 10 0 1 1", "A 1 1 11 0 0 1"], "allocate/migratetype in line 2"],
    ["an unmovable request is never called movable", ["A 1 1 10 0 1 0"], "allocate/migratetype in line 1"],
    ["reclaimable has a migratetype of its own", ["A 1 1 10 0 2 4"], null],
    ["movable and reclaimable at once is no request", ["A 1 1 10 0 1 3"], "allocate/migratetype in line 1"],
    ["the last block below 16 MiB is DMA memory", ["A 1 1 ffc 2 0 6"], null],
    ["the first one above is not", ["A 1 1 1000 2 0 6"], "allocate/reach in line 1"],
    ["the last block below 4 GiB is DMA32 memory", ["A 1 1 ffffc 2 0 5"], null],
    ["the first one above is not", ["A 1 1 100000 0 0 5"], "allocate/reach in line 1"],
  ] as const)("%s", (_, lines, broken) => {
    expect(judge(lines)).toMatchObject({ broken });
  });

  test.each([
    ["GFP_HIGHUSER_MOVABLE", 1, true],
    ["GFP_TRANSHUGE_LIGHT|__GFP_RETRY_MAYFAIL", 1, true],
    ["GFP_HIGHUSER|__GFP_MOVABLE", 1, true],
    ["__GFP_HIGHMEM|__GFP_IO|__GFP_MOVABLE", 1, true],
    ["GFP_NOFS|__GFP_MOVABLE", 1, false],
    ["GFP_HIGHUSER", 0, false],
    ["none", 0, false],
  ] as const)("%s: migratetype %i, zone Movable: %s", (text, migratetype, mayUseMovable) => {
    expect(readGfp(text)).toMatchObject({ migratetype, mayUseMovable, isSpelledOut: true });
  });

  test.each([
    ["GFP_KERNEL_ACCOUNT|__GFP_ZERO", true],
    ["GFP_HIGHUSER|__GFP_ACCOUNT", true],
    ["GFP_KERNEL", false],
    ["0x400dc0", true],
  ] as const)("%s may be charged to a memory cgroup: %s", (text, isAccounted) => {
    expect(readGfp(text)).toMatchObject({ isAccounted });
  });
});

describe("calls that empty a range", () => {
  /** A first call, which is not judged, and then a call of task 43 that is given so many places. */
  const begun = [call(0), ...frames(9, 0x1000).map((pfn) => `A 1 43 ${pfn} 0 1 2`)];

  test("move no more pages than there were places, and four that somebody held", () => {
    expect(judge([...begun, call(13)])).toMatchObject({ broken: null });
    expect(judge([...begun, call(14)])).toMatchObject({ broken: "migrate/target-each in line 11" });
    expect(judge([...begun, call(14, "memory_hotplug")])).toMatchObject({ broken: "migrate/target-each in line 11" });
    expect(judge([...begun, call(14, "mempolicy_mbind")])).toMatchObject({ broken: null });
    expect(judge([...begun.slice(1), call(14)])).toMatchObject({ broken: null });
  });

  test("count frees as pages that everybody else had freed, but not other allocations as places", () => {
    expect(judge([...begun, "F 1 7 2000 0", call(14)])).toMatchObject({ broken: null });
    expect(judge([...begun, "F 1 7 2000 0", call(15)])).toMatchObject({ broken: "migrate/target-each in line 12" });
    expect(judge([...begun, "A 1 43 2000 0 1 1", call(14)])).toMatchObject({
      broken: "migrate/target-each in line 12",
    });
  });

  test("may ask for places with flags that a tool printed as a number", () => {
    expect(judge([...begun.map((line) => line.replace(/ 2$/, " 7")), call(13)])).toMatchObject({ broken: null });
  });

  test("may have moved huge pages to a pool's, and are not judged then", () => {
    expect(judge([...begun, call(512)])).toMatchObject({ broken: null });
  });

  test("without a name are not told apart once two tasks make them", () => {
    expect(judge([...begun, "A 1 44 2000 0 1 2", call(20)])).toMatchObject({ broken: null });
    expect(judge([...begun, call(0), call(9)])).toMatchObject({ broken: null });
  });

  test("of which too many to remember are made are forgotten", () => {
    const many = frames(4096, 0).map((pid) => call(0).replace("G 1", `G 1 ${Number.parseInt(pid, 16)}`));
    const { callers } = judge([...many, call(0).replace("G 1", "G 1 5000")]);
    expect(callers.size).toBe(1);
  });
});

describe("what was lost", () => {
  test("may have been places, so that a call is not judged", () => {
    const places = frames(9, 0x1000).map((pfn) => `A 1 43 ${pfn} 0 1 2`);
    expect(judge([call(0), ...places, call(20)])).toMatchObject({ broken: "migrate/target-each in line 11" });
    expect(judge([call(0), ...places, lost, call(20)])).toMatchObject({ broken: null });
  });

  test("may have brought memory online, which is not judged any more", () => {
    const boot = [{ first: 0x10, last: 0x1f }];
    const { judged } = judge(["A 1 1 10 0 0 0", lost, "A 1 1 20 0 0 0", "F 1 1 21 0"], { boot });
    expect(judged).toMatchObject({ "allocate/online": 1, "free/online": 0 });
  });
});

test("a part of a block that is free already is freed twice", () => {
  const block = [call(0), "A 1 1 100 2 0 0", "F 1 1 100 2"];
  expect(judge([...block, "F 1 1 102 1"])).toMatchObject({ broken: "free/once in line 4" });
  for (const taker of ["contig_range", "memory_hotplug", "compaction", "cma", "some_new_reason"])
    expect(judge([...block, call(0, taker), "F 1 1 102 1"])).toMatchObject({ broken: null });
  for (const other of ["numa_misplaced", "demotion", "syscall_or_cpuset", "mempolicy_mbind", "longterm_pin", "damon"])
    expect(judge([...block, call(0, other), "F 1 1 102 1"])).toMatchObject({ broken: "free/once in line 5" });
});

describe("which pageblocks a call empties", () => {
  const places = frames(5, 0x300);
  const sources = frames(5, 0x200);
  const before = [...sources.map((pfn) => `A 1 7 ${pfn} 0 1 1`), call(0, "compaction")];
  const moves = [...places.map((pfn) => `A 1 43 ${pfn} 0 1 2`), ...sources.map((pfn) => `F 1 43 ${pfn} 0`)];

  test.each([
    ["all is known", [...before, ...moves, call(5)], "migrate/outside in line 7"],
    ["a page did not move", [...before, ...moves, call(4)], null],
    ["a target was not for this", [...before, "A 1 43 400 0 1 2", ...moves, call(5)], null],
    ["somebody else freed a movable page", [...before, ...moves, "F 1 9 8000 0", call(5)], null],
    [
      "somebody freed an unmovable page",
      ["A 1 9 8000 0 0 0", ...before, ...moves, "F 1 9 8000 0", call(5)],
      "migrate/outside in line 8",
    ],
    [
      "a page was freed before there was a place",
      [...before, "F 1 9 8000 0", ...moves, call(5)],
      "migrate/outside in line 8",
    ],
    ["somebody else made the call", [...before, ...moves, call(5).replace("G 1", "G 1 44")], null],
    ["the places are elsewhere", [...before, ...moves.map((line) => line.replace(" 30", " 80")), call(5)], null],
    ["flags are numbers", [...before, ...moves.map((line) => line.replace(/ 2$/, " 7")), call(5)], null],
    ["events were lost", [...before, lost, ...moves, call(5)], "migrate/outside in line 8"],
    ["among them places", [...before, ...moves.slice(0, 4), lost, ...moves.slice(4), call(5)], null],
    ["among them all places", [...before, ...moves.slice(0, 5), lost, ...moves.slice(5), call(5)], null],
    ["among them sources", [...before, ...moves.slice(0, 9), lost, ...moves, call(5)], "migrate/outside in line 17"],
    ["a call in between ended", [...before, ...moves, call(0, "demotion"), call(5)], null],
    ["a source was never seen", [...before.slice(1), ...moves, call(5)], "migrate/outside in line 6"],
  ] as const)("%s", (_, lines, broken) => {
    expect(judge(lines)).toMatchObject({ broken });
  });

  test("is not kept for calls whose end nobody traced", () => {
    const endless = frames(5000, 0x1000).map((pfn) => `A 1 43 ${pfn} 0 1 2`);
    const { targets, sources: freed } = judge([
      ...endless,
      ...endless.map((line) => line.replace(/^A(.*) 1 2$/, "F$1")),
    ]);
    expect([targets.length, freed.length]).toEqual([4096, 4096]);
  });
});
