import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../cli/temporary-folder.test-kit.ts";
import { isFtrace } from "./ftrace.ts";
import type { KmemSetting } from "./memory.ts";
import { readRanges } from "./ranges.ts";
import { type KmemReport, validateKmem } from "./validate.ts";

const folder = temporaryFolder("hotmem-ftrace-");
const known: KmemSetting = {
  boot: readRanges("0-1ffff,100000-117fff") ?? [],
  movable: readRanges("100000-") ?? [],
};

let written = 0;
const judgeBytes = (bytes: string | Uint8Array, setting: KmemSetting = {}) => {
  const path = join(folder, `${written++}.txt`);
  writeFileSync(path, bytes);
  return validateKmem(path, setting, new AbortController().signal);
};
/** Lines without a time get one, a microsecond later for each. */
const judge = (lines: readonly string[], setting: KmemSetting = {}) =>
  judgeBytes(`${lines.map((line, at) => line.replace("9.@", `9.${`${at}`.padStart(6, "0")}`)).join("\n")}\n`, setting);

/** One event as a kernel or a tool prints it: who, when in microseconds, which event, its fields. */
type Print = (pid: string, time: string, event: string, fields: string) => string;

const prints: Readonly<Record<string, Print>> = {
  "trace of Linux 6.1": (pid, time, event, fields) =>
    `         kworker-${pid.padEnd(7)} [000] d..1. ${time}: ${event}: ${fields}`,
  "trace without irq-info": (pid, time, event, fields) =>
    `          <idle>-${pid.padEnd(7)} [000] ${time}: ${event}: ${fields}`,
  "trace with record-tgid": (pid, time, event, fields) =>
    `           <...>-${pid.padEnd(7)} (-------) [003] ..... ${time}: ${event}: ${fields}`,
  "trace with a known thread group": (pid, time, event, fields) =>
    `  kworker/0:1-ev-${pid.padEnd(7)} (   1977) [127] dNh2. ${time}: ${event}: ${fields}`,
  "trace-cmd report": (pid, time, event, fields) =>
    `         busybox-${pid.padEnd(5)} [000] ${time}: ${`${event}:`.padEnd(21)}${fields}`,
  "trace-cmd report, shortened by hand": (pid, time, event, fields) =>
    `make-${pid} [004] .....  ${time}: ${`${event}:`.padEnd(21)} ${fields.replace(" gfp_flags", " nr_free=3650 gfp_flags")}`,
  "perf script with stacks": (pid, time, event, fields) =>
    `make ${pid} [000]    ${time}:             kmem:${event}: ${fields}\n\tffffffffbe23e32e __alloc_pages+0x22e ([kernel.kallsyms])\n`,
  "perf script": (pid, time, event, fields) =>
    `         busybox ${pid.padStart(5)} [000] ${time.padStart(12)}:             ${event.startsWith("mm_mig") ? "migrate" : "kmem"}:${event}: ${fields}`,
  "perf script of threads": (pid, time, event, fields) =>
    `my task ${pid}/${pid} [012] ${time}: kmem:${event}: ${fields}`,
};

/** The lines of the short format as somebody prints them. */
function printed(short: readonly string[], print: Print, decimal = false): readonly string[] {
  const flags = new Map<string, string>();
  const seconds = (micros = "") => `${micros.slice(0, -6) || "0"}.${micros.slice(-6).padStart(6, "0")}`;
  const frame = (pfn = "") => `page=000000007f3a2b1c pfn=${decimal ? Number.parseInt(pfn, 16) : `0x${pfn}`}`;
  return short.flatMap((line) => {
    const [letter, at, a = "", b, c, d, e = ""] = line.split(" ");
    if (letter === "g") flags.set(at ?? "", a);
    if (letter === "A") {
      const fields = `${frame(b)} order=${c} migratetype=${d} gfp_flags=${flags.get(e)}`;
      return [print(a, seconds(at), "mm_page_alloc", fields)];
    }
    if (letter === "F") return [print(a, seconds(at), "mm_page_free", `${frame(b)} order=${c}`)];
    if (letter !== "G") return [];
    return [print("43", seconds(at), "mm_migrate_pages", line.slice(line.indexOf("nr_")))];
  });
}

const excerpt = (name: string) =>
  gunzipSync(readFileSync(join(import.meta.dirname, name)))
    .toString()
    .trimEnd()
    .split("\n");
const unplug = excerpt("unplug.trace.gz");
const linux61 = prints["trace of Linux 6.1"] as Print;

describe("one trace, as different tools print it", () => {
  test.each(Object.keys(prints))("%s", async (name) => {
    const short = (await judge(unplug, known)) as KmemReport;
    const long = (await judge(printed(unplug, prints[name] as Print), known)) as KmemReport;
    expect({ ...long, judged: { ...long.judged, "migrate/target-each": 0 } }).toEqual({
      ...short,
      judged: { ...short.judged, "migrate/target-each": 0 },
    });
    expect(long.judged["migrate/target-each"]).toBeGreaterThan(100);
  });

  test("frame numbers are decimal before Linux 5.15, lines may end as on Windows, and gzip may have several members", async () => {
    const long = printed(unplug, linux61, true);
    const parts = [long.slice(0, 5000), long.slice(5000)].map((part) => gzipSync(`${part.join("\r\n")}\r\n`));
    expect(await judgeBytes(Buffer.concat(parts), known)).toMatchObject({
      conviction: null,
      judged: { "migrate/outside": 3396 },
    });
  });
});

/** One line of Linux 6.1's trace, still without its time. */
const at = (pid: number, event: string, fields: string) => linux61(`${pid}`, "9.@", event, fields);
const alloc = (pfn: string, order = 0, flags = "GFP_KERNEL", pid = 7, type = 0) =>
  at(pid, "mm_page_alloc", `page=000000007f3a2b1c pfn=0x${pfn} order=${order} migratetype=${type} gfp_flags=${flags}`);
const free = (pfn: string, order = 0, pid = 7) =>
  at(pid, "mm_page_free", `page=000000007f3a2b1c pfn=0x${pfn} order=${order}`);
const migrate = (succeeded: number, reason: string, pid = 43) => {
  const none = "nr_thp_succeeded=0 nr_thp_failed=0 nr_thp_split=0 nr_split=0";
  return at(
    pid,
    "mm_migrate_pages",
    `nr_succeeded=${succeeded} nr_failed=0 ${none} mode=MIGRATE_SYNC reason=${reason}`,
  );
};
const past = [alloc("900"), free("900")];
const twice = () => [...past, alloc("100"), alloc("100")];

describe("what stands between the events", () => {
  test("headers, other events, stacks and marks are passed over, whatever they say", async () => {
    const noise = [
      "# tracer: nop",
      "#",
      "# entries-in-buffer/entries-written: 140080/140080   #P:4",
      "",
      at(7, "mm_page_free_batched", "page=000000007f3a2b1c pfn=0x100 order=0"),
      at(7, "mm_page_pcpu_drain", "page=000000007f3a2b1c pfn=0x100 order=0 migratetype=1"),
      at(7, "mm_page_alloc_extfrag", "page=000000007f3a2b1c pfn=0x100 alloc_order=0 fallback_order=10"),
      at(7, "kmalloc", "call_site=f+0x1 ptr=0 bytes_req=8 bytes_alloc=8 gfp_flags=GFP_KERNEL"),
      at(7, "tracing_mark_write", "bash-1 [000] ..... 9.000001: mm_page_free: pfn=0x100 order=0"),
      " => __alloc_pages",
      "\tffffffff812 get_page_from_freelist+0x1 ([kernel.kallsyms])",
    ];
    const lines = [...past, ...noise, alloc("100"), ...noise, alloc("100")];
    expect(await judge(["cpus=4", ...lines])).toMatchObject({
      conviction: { rule: "allocate/once", line: lines.length + 1, pfn: 0x100 },
      events: { allocated: 3, freed: 1 },
    });
  });

  test("a task may call itself anything", async () => {
    const names = ["a-1 [0] 1: b: ", ": mm_page_free:", "[000] 1.0: x: y", "-1 [000] 3.1:", "# CPU:0 [LOST"];
    const lines = names.flatMap((name, index) => {
      const pfn = (0x200 + index).toString(16);
      return [alloc(pfn), free(pfn)].map((line) => line.replace("         kworker", name.padStart(16)));
    });
    expect(await judge(lines)).toMatchObject({ conviction: null, events: { allocated: 5, freed: 5 } });
  });

  test.each([
    "CPU:2 [LOST 1043 EVENTS]",
    "CPU:0 [EVENTS DROPPED]",
    "CPU:11 [23 EVENTS DROPPED]",
    "##### CPU 3 buffer started ####",
    "         swapper     0 [001] 9.0: PERF_RECORD_LOST lost 5",
  ])("after %s nothing is known", async (lost) => {
    expect(await judge(twice())).toMatchObject({ conviction: { rule: "allocate/once", line: 4 } });
    expect(await judge(twice().toSpliced(3, 0, lost))).toMatchObject({ conviction: null, events: { lost: 1 } });
    const suspicious = [...past, alloc("100", 1), free("100", 1), free("100", 1)];
    expect(await judge(suspicious)).toMatchObject({ conviction: { rule: "free/once", line: 5 } });
    expect(await judge([...suspicious, lost])).toMatchObject({ conviction: null });
    const both = [...suspicious, alloc("900"), alloc("900")];
    expect(await judge(both)).toMatchObject({ conviction: { rule: "free/once", line: 5 } });
    expect(await judge([...both, lost])).toMatchObject({ conviction: { rule: "allocate/once", line: 7 } });
    const offline = [...past, lost, alloc("300"), free("301")];
    expect(await judge(offline, { boot: readRanges("900-9ff") ?? [] })).toMatchObject({ conviction: null });
    expect(await judge([...past, lost, ...twice()])).toMatchObject({ conviction: { rule: "allocate/once", line: 7 } });
  });
});

describe("what a legal history explains is not convicted", () => {
  test("a failed allocation, printed as frame 0", async () => {
    const failed = alloc("0").replace("page=000000007f3a2b1c", "page=0000000000000000");
    const older = failed.replace("page=0000000000000000 pfn=0x0", "page=          (null) pfn=0");
    expect(await judge([...past, failed, older])).toMatchObject({ conviction: null, events: { failed: 2 } });
  });

  test("a full memory cgroup: the frames come back before the request fails", async () => {
    const stack = "GFP_KERNEL_ACCOUNT|__GFP_ZERO";
    const before = [...past, alloc("100", 2, stack), free("100", 2), free("100", 2, 8)];
    expect(await judge([...before, alloc("0", 2, stack, 8)])).toMatchObject({ conviction: null });
    for (const other of [alloc("0", 2, stack, 9), alloc("0", 1, stack, 8), alloc("0", 2, "GFP_KERNEL", 8)]) {
      expect(await judge([...before, other])).toMatchObject({ conviction: { rule: "free/once", line: 5 } });
    }
    const later = [alloc("200", 2, stack), alloc("200", 2, stack), alloc("0", 2, stack, 8)];
    expect(await judge([...before, ...later])).toMatchObject({ conviction: { rule: "allocate/once", line: 7 } });
  });

  test("a frame that a range took after its last migrate call, when the range is given back", async () => {
    const range = ["1ff", "200", "201"];
    const user = "GFP_HIGHUSER_MOVABLE";
    const movable = { movable: readRanges("0-") ?? [] };
    const taken = [
      ...range.flatMap((pfn) => alloc(pfn, 0, user, 7, 1)),
      free("1ff"),
      free("201"),
      migrate(1, "contig_range"),
      free("200", 0, 9),
    ];
    expect(await judge([...taken, ...range.map((pfn) => free(pfn, 0, 43))], movable)).toMatchObject({
      conviction: null,
    });
    expect(await judge([...taken, free("200", 0, 43), free("201", 0, 43)], movable)).toMatchObject({
      conviction: null,
    });
    expect(await judge([...taken, free("1ff", 0, 43), free("200", 0, 43)], movable)).toMatchObject({
      conviction: null,
    });
    for (const next of [free("201", 0, 44), free("1ff", 0, 43)]) {
      expect(await judge([...taken, free("200", 0, 43), next], movable)).toMatchObject({
        conviction: { rule: "free/once", line: 8 },
      });
    }
  });

  test("a huge page of 1 GiB that is given back whole", async () => {
    const whole = [...past, migrate(0, "contig_range"), free("40000", 18)];
    expect(await judge(whole)).toMatchObject({ conviction: null, explained: { "onlined whole": 8 } });
    expect(await judge([...past, alloc("5ffff"), free("40000", 18)])).toMatchObject({
      conviction: { rule: "free/one-block", line: 4, pfn: 0x5ffff },
    });
    expect(await judge([...past, free("80000", 19)])).toMatchObject({ conviction: { rule: "block/aligned", line: 3 } });
  });

  test("calls of two tasks that overlap", async () => {
    const user = "GFP_HIGHUSER_MOVABLE|__GFP_RETRY_MAYFAIL";
    const places = Array.from({ length: 9 }, (_, index) => alloc(`a0${index}`, 0, user, 43, 1));
    const overlapping = [...past, migrate(0, "contig_range"), ...places, migrate(0, "contig_range", 44)];
    expect(await judge([...overlapping, migrate(9, "contig_range")])).toMatchObject({
      conviction: null,
      judged: { "migrate/target-each": 1 },
    });
    expect(await judge([...overlapping, migrate(14, "contig_range")])).toMatchObject({
      conviction: { rule: "migrate/target-each", line: 14 },
    });
  });

  test("flags that a tool could not spell out", async () => {
    const raw = [...past, alloc("100", 0, "0x140cca", 7, 1), free("100"), alloc("fff00", 0, "3264", 7, 2)];
    expect(await judge(raw, { movable: readRanges("fff00-") ?? [] })).toMatchObject({
      explained: { "flags as a number": 2 },
      judged: { "allocate/migratetype": 1, "allocate/once": 0 },
    });
  });
});

describe("what cannot be judged", () => {
  const cut = alloc("100").slice(0, -22);
  test.each([
    [[...past, cut], 3, /^not as ftrace prints it: mm_page_alloc: /],
    [[...past, free("100").slice(0, -8)], 3, /^not as ftrace prints it: mm_page_free: /],
    [[...past, free("-1")], 3, /^not as ftrace prints it: mm_page_free: /],
    [[...past, "mm_page_free: page=0 pfn=0x1 order=0"], 3, /^not as ftrace prints it: TASK-PID /],
    [[...past, alloc("fffffffffff")], 3, /^frame 0xfffffffffff is beyond 52 bits/],
    [[...past, free("fffffffffff")], 3, /^frame 0xfffffffffff is beyond 52 bits/],
    [
      [free("900").replace("@", "000007"), alloc("900")],
      2,
      /^time runs backward, from \S+ in line 1 to \S+; sort the events/,
    ],
    [twice().filter((line) => !line.includes("mm_page_free")), 3, /no mm_page_free, .*trace kmem:mm_page_free, too$/],
    [[free("100", 1), free("100", 1)], 2, /no mm_page_alloc, /],
  ] as const)("%#", async (lines, line, why) => {
    expect(await judge(lines)).toEqual({ kind: "malformed", line, why: expect.stringMatching(why) });
  });

  test("a file whose last line does not end", async () => {
    const whole = [alloc("1"), free("1"), free("1000")].join("\n").replaceAll("@", "1");
    expect(await judgeBytes(whole)).toMatchObject({
      kind: "malformed",
      line: 3,
      why: expect.stringContaining("in the middle of this line"),
    });
  });

  test.each([
    ["17084474726163696e67", /trace-cmd report/],
    ["50455246494c453268", /perf script/],
    ["28b52ffd2400", /zstd/],
    ["fd377a585a000004", /xz/],
    ["7f454c4602000000", /binary/],
    ["fffe41002000", /UTF-16/],
  ] as const)("a file that begins with %s", async (bytes, why) => {
    expect(await judgeBytes(Buffer.from(bytes, "hex"))).toEqual({ kind: "alien", why: expect.stringMatching(why) });
  });

  test("what is no file", async () => {
    const pipe = await validateKmem("/dev/null", {}, new AbortController().signal);
    expect(pipe).toEqual({ kind: "alien", why: expect.stringContaining("no file") });
  });

  test("the short format is never taken for ftrace", () => {
    for (const line of [...unplug.slice(0, 200), "c 77 [000] 1.0", "M 5 x"]) expect(isFtrace(line)).toBe(false);
  });
});
