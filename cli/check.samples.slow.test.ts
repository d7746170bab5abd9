import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = temporaryFolder("hotmem-samples-");
const examples = fileURLToPath(new URL("../oracle/examples/", import.meta.url));

/** Builds a sample in C with one of its flags, as its first comment says; a warning is an error. */
function build(sample: "buddy" | "guest", flag: string): string {
  const program = join(folder, `${sample}${flag}`);
  const strict = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror"];
  const flags = flag === "" ? [] : [flag];
  execFileSync("gcc", [...strict, ...flags, "-o", program, join(examples, `${sample}.c`), "-lcjson"]);
  return program;
}

const device = (flag: string): string => `python3 ${join(examples, "device.py")} ${flag}`;

/** What the campaign found; `runs` of 300 steps each. */
async function check(contract: string, command: string, runs: number) {
  const io = fakeIo(folder);
  const flags = ["--contract", contract, "--subject", `exec:${command}`, "--runs", String(runs), "--seed", "1"];
  const code = await main(["check", ...flags, "--json"], io);
  expect(io.err()).toBe("");
  const { report } = (JSON.parse(io.out()) as CheckJson).reports[0] ?? {};
  if (report === undefined) throw new Error(`no report of ${contract}`);
  return { code, report };
}

let allocator = "";
let guest = "";
beforeAll(() => {
  allocator = build("buddy", "");
  guest = build("guest", "");
});

/** How a sample is started with one of its faults. */
const faulty = (contract: string, flag: string): string =>
  contract === "device" ? device(flag) : build(contract === "guest" ? "guest" : "buddy", flag);

test.each(["buddy.c", "device.py", "guest.c"])("%s is short enough to be read at once", (file) => {
  const lines = readFileSync(join(examples, file), "utf8").split("\n");
  expect(lines.length - 1).toBeLessThanOrEqual(500);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
});

describe("the samples keep their contracts for 100,000 steps", () => {
  test.each([
    ["an allocator in C", "allocator", () => allocator],
    ["one that hands out the highest page first", "allocator", () => build("buddy", "-DTOP_DOWN")],
    ["a device in Python", "device", () => device("")],
    ["a guest with HotMem partitions in C", "guest", () => guest],
  ])("%s", async (_name, contract, command) => {
    const { code, report } = await check(contract, command(), 400);
    expect([code, report.ending, report.failures]).toEqual([0, "held", []]);
    expect(report.steps).toBeGreaterThanOrEqual(100_000);
  });
});

describe("each fault is found within 20 s and told in as few steps as possible", () => {
  test.each([
    ["allocator", "-DBUG_MERGE_ANY_ORDER", "allocate/disjoint", 6],
    ["allocator", "-DBUG_ZERO_FIRST_FRAME", "zero/fresh", 5],
    ["allocator", "-DBUG_ANY_ZONE", "allocate/reach", 3],
    ["allocator", "-DBUG_ANY_ZONE", "allocate/movable-zone", 3],
    ["device", "--bug state-looks-once", "state/truthful", 3],
    ["device", "--bug plug-gives-up-late", "refusal/changes-nothing", 3],
    ["guest", "-DBUG_FIRST_EXIT_FREES", "partition/transitions", 5],
    ["guest", "-DBUG_PRIVATE_FILES", "confine/files", 4],
  ])("%s %s breaks %s in %i steps", async (contract, flag, rule, steps) => {
    const { code, report } = await check(contract, faulty(contract, flag), 40);
    expect(code).toBe(1);
    expect(report.elapsedMs).toBeLessThan(20_000);
    const failure = report.failures.find((one) => one.rule === rule);
    expect([failure?.story.length, failure?.shrunk.minimal]).toEqual([steps, true]);
  });
});
