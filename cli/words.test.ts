import { expect, test } from "vitest";
import { fakeIo } from "./fake-io.test-kit.ts";
import { toJson } from "./json.ts";
import { choices, nearest } from "./nearest.ts";
import { readNumber } from "./numbers.ts";
import { isProblem } from "./problem.ts";
import { openProgress, sayStanding } from "./progress.ts";
import { mergeStandings } from "./standings.ts";
import { hang, lineWidth, short, table, wrap } from "./text.ts";

test("the nearest name is suggested when it is near, and nothing when nothing is", () => {
  expect(nearest("devise", ["allocator", "device"])).toBe("device");
  expect(nearest("alloc", ["allocator", "device"])).toBe("allocator");
  expect(nearest("zebra", ["allocator", "device"])).toBeUndefined();
  expect(nearest("mutant:", ["mutant:aLongerName", "mutant:anotherName"])).toBeUndefined();
  expect(choices("zebra", ["allocator", "device"])).toBe("choose from allocator, device");
  expect(choices("devise", ["allocator", "device"])).toBe("did you mean device? Or choose from allocator, device");
});

test("of many names only the nearest are listed", () => {
  const many = Array.from({ length: 40 }, (_, at) => `topic/claim-${at}`);
  expect(choices("zebra", many)).toMatch(/^the nearest of 40 are (topic\/claim-\d+, ){4}topic\/claim-\d+$/);
  expect(choices("topic/claim-39x", many)).toBe("did you mean topic/claim-39?");
});

test.each([
  ["seed", "4294967295", 4_294_967_295],
  ["runs", "1", 1],
  ["time", "0.5", 0.5],
  ["jobs", undefined, undefined],
] as const)("--%s %s is understood", (flag, typed, value) => {
  expect(readNumber(flag, typed)).toBe(value);
});

test.each([
  ["seed", "4294967296", "--seed 4294967296 makes no sense; give a whole number from 0 to 4294967295"],
  ["seed", "-1", "--seed -1 makes no sense; give a whole number from 0 to 4294967295"],
  ["seed", "0x10", "--seed 0x10 makes no sense; give a whole number from 0 to 4294967295"],
  ["runs", "0", "--runs 0 makes no sense; give a whole number from 1 to 1000000000"],
  ["runs", "1.5", "--runs 1.5 makes no sense; give a whole number from 1 to 1000000000"],
  ["steps", "many", "--steps many makes no sense; give a whole number from 1 to 100000"],
  ["time", "0", "--time 0 makes no sense; give a number of seconds from 0.1 to 604800"],
  ["time", "1e9", "--time 1e9 makes no sense; give a number of seconds from 0.1 to 604800"],
  ["jobs", "65", "--jobs 65 makes no sense; give a whole number from 1 to 64"],
  ["jobs", "", "--jobs  makes no sense; give a whole number from 1 to 64"],
] as const)("--%s %s is refused", (flag, typed, sentence) => {
  const read = readNumber(flag, typed);
  expect(isProblem(read) ? [read.code, read.says] : read).toEqual([64, sentence]);
});

test("JSON keeps every digit of a 64-bit number", () => {
  expect(JSON.parse(toJson({ near: 2n ** 64n - 1n, small: 4096n }))).toEqual({
    near: "0xffffffffffffffff",
    small: 4096,
  });
});

test("words are wrapped, never cut", () => {
  expect(wrap("one two three", "  ", 9)).toBe("  one two\n  three");
  expect(wrap("longerthanthat", "  ", 9)).toBe("  longerthanthat");
  expect(hang("a: ", "one two three", 10)).toBe("a: one two\n   three");
});

test("a line is as wide as the terminal, within reason", () => {
  expect([undefined, 20, 80, 300].map(lineWidth)).toEqual([100, 60, 80, 100]);
});

test("columns line up, numbers to the right", () => {
  const rows = [
    ["a", "1"],
    ["bcd", "1,000"],
  ];
  expect(table(rows, new Set([1]))).toBe("a        1\nbcd  1,000");
  expect([short(999), short(12_345), short(1_234_567)]).toEqual(["999", "12k", "1.2M"]);
});

const standing = { label: "device", runs: 10, steps: 1000, elapsedMs: 2000, rulesHit: 3, rulesInForce: 9, failures: 1 };

test("the progress line tells runs, steps, speed, rules, failures and the time that is left", () => {
  expect(sayStanding({ ...standing, timeMs: 10_000 })).toBe(
    "device: 10 runs, 1,000 steps, 500 steps/s, rules 3/9, 1 failure, 8 s left",
  );
  expect(sayStanding({ ...standing, runsAllowed: 20 })).toContain(", 2 s left");
  expect(sayStanding(standing)).not.toContain("left");
  expect(sayStanding({ ...standing, failures: 0 })).not.toContain("failure");
});

test("threads that check one contract hit the same rules; those of two contracts do not", () => {
  const of = (...all: (typeof standing)[]) => {
    const { label, runs, rulesHit, rulesInForce } = mergeStandings(all);
    return { label, runs, rules: [rulesHit, rulesInForce] };
  };
  expect(of(standing, { ...standing, rulesHit: 5 })).toEqual({ label: "device", runs: 20, rules: [5, 9] });
  const other = { ...standing, label: "allocator", rulesInForce: 20 };
  expect(of(standing, other)).toEqual({ label: "device, allocator", runs: 20, rules: [6, 29] });
});

test("the progress line changes at most five times a second, and only on a terminal", () => {
  const io = fakeIo("/", { isTerminal: true });
  let now = 0;
  const line = openProgress(io, false, () => now);
  for (; now < 1000; now += 10) line.show("x");
  expect(io.err().split("\r").length - 1).toBe(5);
  line.clear();
  expect(io.err().endsWith("\r\x1b[2K")).toBe(true);
  for (const [isTerminal, quiet] of [
    [false, false],
    [true, true],
  ]) {
    const other = fakeIo("/", { isTerminal: isTerminal === true });
    openProgress(other, quiet === true).show("x");
    expect(other.err()).toBe("");
  }
});
