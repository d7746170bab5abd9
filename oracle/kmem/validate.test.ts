import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../cli/temporary-folder.test-kit.ts";
import type { KmemSetting } from "./memory.ts";
import { readRanges } from "./ranges.ts";
import { type KmemReport, validateKmem } from "./validate.ts";

const folder = temporaryFolder("hotmem-kmem-");
const beside = (name: string) => join(import.meta.dirname, name);
const linesOf = (name: string) =>
  gunzipSync(readFileSync(beside(name)))
    .toString()
    .split("\n");
const boot = linesOf("boot.trace.gz");
const unplug = linesOf("unplug.trace.gz");

const known = (online: string): KmemSetting => ({
  boot: readRanges(online) ?? [],
  movable: readRanges("100000-") ?? [],
});
const atBoot = known("0-1ffff");
const atUnplug = known("0-1ffff,100000-117fff");

let written = 0;
const judgeBytes = (bytes: string | Uint8Array, setting: KmemSetting = {}) => {
  const path = join(folder, `${written++}.trace`);
  writeFileSync(path, bytes);
  return validateKmem(path, setting, new AbortController().signal);
};
const judge = (lines: readonly string[], setting: KmemSetting = {}) => judgeBytes(`${lines.join("\n")}\n`, setting);
const convicted = async (lines: readonly string[], setting: KmemSetting = {}) => {
  const { conviction, history } = (await judge(lines, setting)) as KmemReport;
  return { rule: conviction?.rule, line: conviction?.line, last: history.at(-1)?.line };
};

describe("what a real kernel did", () => {
  test.each([
    ["boot.trace.gz", atBoot, { allocated: 5290, freed: 3622, migrated: 0 }],
    ["unplug.trace.gz", atUnplug, { allocated: 3398, freed: 19_838, migrated: 134 }],
  ] as const)("%s holds, with and without knowing the machine", async (name, setting, events) => {
    for (const known of [{}, setting]) {
      const report = await validateKmem(beside(name), known, new AbortController().signal);
      expect(report).toMatchObject({ kind: "judged", conviction: null, history: [], events });
    }
  });

  test("every rule is judged in one of the excerpts", async () => {
    const reports = (await Promise.all([judge(boot, atBoot), judge(unplug, atUnplug)])) as KmemReport[];
    const [first, second] = reports.map(({ judged }) => judged);
    for (const [rule, times] of Object.entries(first ?? {})) {
      expect([rule, times + (second as Record<string, number>)[rule as never]]).not.toEqual([rule, 0]);
    }
  });

  test("cut off anywhere at the front it still holds, for what came before is unknown", async () => {
    const flags = boot.filter((line) => line.startsWith("g "));
    for (const from of [10, 500, 3741, 5000, 7600, 8500]) {
      expect(await judge([...flags, ...boot.slice(from)])).toMatchObject({ conviction: null });
    }
  });
});

/** A trace with one corruption: what was done, where it shows, and the rule it breaks. */
interface Planted {
  readonly lines: readonly string[];
  readonly line: number;
  readonly rule: string;
  readonly setting: KmemSetting;
}

/** Changes the line that matches, after `after`; the line keeps its number. */
const change = (from: readonly string[], pattern: RegExp, by: (line: string) => string, after = 0) => {
  const at = from.findIndex((line, index) => index >= after && pattern.test(line));
  if (at === -1) throw new Error(`no line matches ${pattern}`);
  return { lines: from.with(at, by(from[at] as string)), line: at + 1 };
};

/** Puts a line after another one. */
const insert = (from: readonly string[], at: number, line: string) => ({
  lines: from.toSpliced(at, 0, line),
  line: at + 1,
});

/** The number of the first line that matches. */
const find = (from: readonly string[], pattern: RegExp, after = 0) => {
  const at = from.findIndex((line, index) => index >= after && pattern.test(line));
  if (at === -1) throw new Error(`no line matches ${pattern}`);
  return at + 1;
};

const field = (line: string, at: number, value: string) => line.split(" ").with(at, value).join(" ");
const word = (line: string | undefined, at: number) => line?.split(" ")[at] ?? "";

const plants: Readonly<Record<string, () => Planted>> = {
  "a frame handed out twice": () => {
    const at = find(boot, /^A \d+ \d+ 10[0-9a-f]{4} 0 1 /);
    return { ...insert(boot, at, boot[at - 1] as string), rule: "allocate/once", setting: {} };
  },
  "a frame handed out inside a larger block in use": () => {
    const at = find(boot, /^A \d+ \d+ [0-9a-f]+ 2 /);
    const pfn = (Number.parseInt(word(boot[at - 1], 3), 16) + 3).toString(16);
    return { ...insert(boot, at, `A ${word(boot[at - 1], 1)} 1 ${pfn} 0 0 2`), rule: "allocate/once", setting: {} };
  },
  "a block that is not aligned": () => ({
    ...change(boot, /^A \d+ \d+ [0-9a-f]+0 3 /, (line) => field(line, 3, `${word(line, 3).slice(0, -1)}4`)),
    rule: "block/aligned",
    setting: {},
  }),
  "an order that is not handed out": () => ({
    ...change(boot, /^A \d+ \d+ [0-9a-f]+800 \d /, (line) => field(line, 4, "11")),
    rule: "block/aligned",
    setting: {},
  }),
  "a block freed twice": () => {
    const at = find(boot, /^F \d+ \d+ [0-9a-f]+ 2$/, 3000);
    return { ...insert(boot, at, boot[at - 1] as string), rule: "free/once", setting: {} };
  },
  "a movable frame freed twice": () => {
    const at = find(unplug, /^F \d+ \d+ 10[0-9a-f]{4} 0$/);
    return { ...insert(unplug, at, unplug[at - 1] as string), rule: "free/once", setting: atUnplug };
  },
  "a free of more than was allocated": () => {
    const at = find(boot, /^A \d+ \d+ 10[0-9a-f]{3}0 0 1 /);
    return {
      ...insert(boot, at, `F ${word(boot[at - 1], 1)} 1 ${word(boot[at - 1], 3)} 1`),
      rule: "free/one-block",
      setting: {},
    };
  },
  "a migratetype that was not asked for": () => ({
    ...change(boot, /^A \d+ \d+ 10[0-9a-f]{4} 0 1 /, (line) => field(line, 5, "2")),
    rule: "allocate/migratetype",
    setting: {},
  }),
  "DMA memory above 16 MiB": () => ({
    ...change(boot, /^A \d+ \d+ 100 5 0 19$/, (line) => field(line, 3, "1000")),
    rule: "allocate/reach",
    setting: {},
  }),
  "an unmovable page in a movable-only zone": () => ({
    ...change(boot, /^A \d+ \d+ 10[0-9a-f]{4} 0 1 /, (line) => field(field(line, 5, "0"), 6, "12"), 7600),
    rule: "allocate/movable-only",
    setting: atBoot,
  }),
  "a frame used before it is online": () => ({
    ...change(boot, /^A \d+ \d+ 10[0-9a-f]{4} 0 1 /, (line) => field(line, 3, "120000")),
    rule: "allocate/online",
    setting: atBoot,
  }),
  "a frame freed that was never online": () => ({
    ...change(boot, /^F \d+ \d+ [0-9a-f]+ 0$/, (line) => field(line, 3, "120000"), 3000),
    rule: "free/online",
    setting: atBoot,
  }),
  // The frame that the same call vacated first.
  "a page that moves to the pageblock being emptied": () => ({
    ...change(unplug, /^A \d+ 43 1077c0 0 1 54$/, (line) => field(line, 3, "10cbbf")),
    rule: "migrate/outside",
    setting: {},
  }),
  "more pages moved than there were places": () => ({
    ...change(unplug, /nr_succeeded=0 /, (line) => line.replace("nr_succeeded=0", "nr_succeeded=400"), 2000),
    rule: "migrate/target-each",
    setting: {},
  }),
};

describe("a planted corruption is named at its line", () => {
  test.each(Object.keys(plants))("%s", async (name) => {
    const { lines, line, rule, setting } = (plants[name] as () => Planted)();
    expect(await convicted(lines, setting)).toEqual({ rule, line, last: line });
  });
});

describe("what a legal history explains is not convicted", () => {
  const free = ["g 0 GFP_KERNEL", "A 1 1 100 2 0 0", "F 2 1 100 2"];
  const call = (reason: string) => `G 4 nr_succeeded=0 nr_failed=0 reason=${reason}`;

  test("frames taken silently around a migrate call, or online again, may be freed again", async () => {
    expect(await convicted([...free, "F 4 1 100 2"])).toMatchObject({ rule: "free/once", line: 4 });
    for (const more of [[call("contig_range"), "F 4 1 100 2"], ["F 4 1 0 9"]]) {
      expect(await judge([...free, ...more])).toMatchObject({ conviction: null });
    }
  });

  test("compaction that ends later explains a free, no other call does", async () => {
    expect(await judge([...free, "F 4 1 100 2", call("compaction")])).toMatchObject({ conviction: null });
    expect(await convicted([...free, "F 4 1 100 2", call("contig_range")])).toMatchObject({ line: 4 });
  });

  test("of two frames the first is named, once compaction is ruled out", async () => {
    const twice = [...free, "F 4 1 100 2", "A 4 1 100 0 0 0", "A 4 1 100 0 0 0"];
    expect(await convicted(twice)).toMatchObject({ rule: "free/once", line: 4 });
    expect(await convicted([...twice, call("contig_range")])).toMatchObject({ rule: "free/once", line: 4 });
    expect(await convicted([...twice, call("compaction")])).toMatchObject({ rule: "allocate/once", line: 6 });
  });

  test("single frames may have been allocated in bulk; a block may be freed in parts", async () => {
    const single = ["g 0 GFP_KERNEL", "A 1 1 100 0 0 0", "F 2 1 100 0", "F 3 1 100 0"];
    expect(await judge(single)).toMatchObject({ conviction: null, explained: { "allocated in bulk": 1 } });
    const parts = ["g 0 GFP_KERNEL", "A 1 1 100 2 0 0", "F 2 1 102 1", "F 3 1 100 0", "F 3 1 101 0"];
    expect(await judge(parts)).toMatchObject({ conviction: null });
  });

  test("an allocation that failed is no allocation", async () => {
    const failed = "A 1 1 ffffffffffffffff 0 0 0";
    expect(await judge(["g 0 GFP_KERNEL", failed, failed, "A 1 1 1 0 0 0"])).toMatchObject({
      conviction: null,
      events: { allocated: 1 },
    });
  });

  const place = (at: number) => `A 3 43 ${(0x100300 + at).toString(16)} 0 1 0`;
  const moved = (at: number) => `F 3 43 ${(0x100200 + at).toString(16)} 0`;
  const moves = (pages: number) => [
    "g 0 GFP_HIGHUSER_MOVABLE|__GFP_RETRY_MAYFAIL",
    ...Array.from({ length: pages }, (_, at) => `A 1 7 ${(0x100200 + at).toString(16)} 0 1 0`),
    "G 2 nr_succeeded=0 nr_failed=0 reason=contig_range",
    ...Array.from({ length: pages }, (_, at) => [place(at), moved(at)]).flat(),
    `G 4 nr_succeeded=${pages} nr_failed=0 reason=contig_range`,
  ];

  test("where it is not certain which frames a migrate call emptied, its targets are not judged", async () => {
    const certain = moves(5);
    expect(await convicted(certain)).toMatchObject({ rule: "migrate/outside", line: 8 });
    const places = [7, 8].map((at) => certain.with(at, (certain[at] as string).replace(" 43 ", " 44 ")));
    for (const other of [...places, certain.toSpliced(8, 0, "F 3 44 100204 0")]) {
      expect(await judge(other)).toMatchObject({ conviction: null, explained: { "call not attributed": 1 } });
    }
  });

  test("pages that somebody else held for a moment do not make their neighbours vacated", async () => {
    expect(await judge(moves(4))).toMatchObject({ conviction: null, judged: { "migrate/outside": 4 } });
  });
});

describe("what is no trace", () => {
  test.each([
    ["B 1 2 3\n", 1, /^begins with "B 1 2 3", which is neither/],
    ["g 0 none\nB 1 2 3\n", 2, /begins with "B 1 2 3"/],
    ["# fine\nA 1 1 zz 0 0 0\n", 2, /not a line of the form A MICROSECONDS/],
    ["A 1 1 10 0 0 7\n", 1, /flags number 7 were never spelled out/],
    ["F 1 1 10000000000 0\n", 1, /beyond 52 bits/],
    ["G 1 nr_succeeded=x\n", 1, /not a line of the form G/],
    ["F 2 1 10 0\nF 1 1 11 0\n", 2, /^time runs backward, from 2 in line 1 to 1; sort /],
    ["g 0 none\nF 2 1 10 0\nA 1 1 10 0 0 0\n", 3, /^time runs backward/],
    ["F 2 1 10 0\nG 1 nr_succeeded=0 nr_failed=0 reason=x\n", 2, /^time runs backward/],
    ["", 1, /there is no event/],
    ["# nothing\n# at all\n", 2, /there is no event/],
    [`# ${"x".repeat(70_000)}`, 1, /more than 65536 characters/],
  ] as const)("%j", async (text, line, why) => {
    expect(await judgeBytes(text)).toEqual({ kind: "malformed", line, why: expect.stringMatching(why) });
  });

  test("a compressed file that is cut off", async () => {
    const whole = gzipSync(boot.join("\n"));
    expect(await judgeBytes(whole.subarray(0, whole.length - 500))).toMatchObject({ kind: "malformed" });
  });

  test("frames of more memory than can be kept", async () => {
    const far = Array.from({ length: 4097 }, (_, at) => `F 1 1 ${(at * 32768).toString(16)} 0`);
    expect(await judge(far)).toMatchObject({ kind: "malformed", line: 4097 });
  });

  test("a file that is not there, and one that nobody waits for any more", async () => {
    const missing = await validateKmem(join(folder, "none"), {}, new AbortController().signal);
    expect(missing).toMatchObject({ kind: "missing" });
    const stopped = await validateKmem(beside("boot.trace.gz"), {}, AbortSignal.abort());
    expect(stopped).toEqual({ kind: "interrupted" });
  });
});

test("the history of a frame is told to its last event, as it stands in the file", async () => {
  const lines = ["g 0 GFP_KERNEL"];
  for (let round = 0; round < 10; round++)
    lines.push("A 1 1 100 1 0 0", "F 1 1 100 1", "A 1 1 200 0 0 0", "F 1 1 200 0");
  lines.push("A 1 1 101 0 0 0", "A 1 1 100 1 0 0");
  const { conviction, history, earlier } = (await judge(lines)) as KmemReport;
  expect(conviction).toEqual({
    rule: "allocate/once",
    line: 43,
    pfn: 0x101,
    because: "frame 0x101 is allocated again while it is in use, in a block of order 0",
  });
  expect([history.length, earlier, history.at(-1)?.text]).toEqual([12, 10, "A 1 1 100 1 0 0"]);
});
