import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { oddCommand, oddProcesses } from "../oracle/exec/exec.test-kit.ts";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const usual = ["--runs", "3", "--steps", "40", "--seed", "7", "--geometry", "tiny"] as const;

/** Checks the odd subject at the command line; nothing of it is left afterwards. */
async function check(way: string, ...flags: readonly string[]) {
  const folder = temporaryFolder("hotmem-exec-cli-");
  // Nothing is gained by waiting long for who cannot answer; everybody else may be slow on a busy machine.
  const patience = way === "never answers" || way === "closes stdout" ? "200" : "1000";
  const io = fakeIo(folder, { env: { HOTMEM_EXEC_TIMEOUT_MS: patience } });
  const code = await main(["check", "--subject", `exec:${oddCommand(way)}`, ...usual, ...flags], io);
  expect(oddProcesses(way)).toEqual([]);
  return { code, out: io.out(), err: io.err(), folder };
}

describe("hotmem check --subject exec:COMMAND", () => {
  test("holds, under the contract and profile that the program claims", async () => {
    const { code, out, err } = await check("honest");
    expect([code, err]).toEqual([0, ""]);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/^allocator, profile any, subject exec:'.*honest' .* \(odd 1\): held /);
    expect(out).toMatch(/rules +\d+ of \d+ had something to say/);
    expect(out).toMatch(/again +hotmem check --contract allocator --profile any --subject 'exec:/);
  });

  test.each([
    ["lies", 1],
    ["dies", 2],
    ["never answers", 2],
    ["declines", 2],
    ["closes stdout", 2],
    ["NaN", 76],
    ["out of order", 76],
    ["twice", 76],
    ["another id", 76],
    ["endless line", 76],
    ["invalid UTF-8", 76],
    ["2^53+1", 76],
    ["prototype keys", 76],
    ["half a line", 2],
    ["kills its group", 2],
  ])("of one whose way is %j exits with %i", async (way, code) => {
    const told = await check(way, "--runs", "2"); // what comes too late for the first run is noticed in the second
    expect([told.code, told.err]).toEqual([code, ""]);
    expect(told.out).toMatch(code === 1 ? /: VIOLATED$/m : /: inconclusive$/m);
    if (code !== 1 && way !== "declines") expect(told.out).toMatch(/lost at step \d+: /);
  });

  test.each(["floods stderr", "talks on", "carriage returns"])(
    "of one whose way is %j holds all the same",
    async (way) => {
      expect(await check(way, "--runs", "1")).toMatchObject({ code: 0, err: "" });
    },
  );

  test("tells the same as JSON", async () => {
    const { code, out } = await check("dies", "--runs", "1", "--json");
    expect(code).toBe(2);
    const [checked] = (JSON.parse(out) as CheckJson).reports;
    expect(checked?.report).toMatchObject({ ending: "inconclusive", lost: [{ runIndex: 0 }] });
  });

  test.each([
    ["complains", 69, /^hotmem: exec:.* it exited with code 4; it said: cannot find my memory\n$/],
    ["next version", 69, /it speaks protocol 2, and this hotmem speaks protocol 1/],
    ["declines reset", 69, /odd 1 declined a reset: too hot/],
    ["too early", 76, /did not introduce itself: /],
    [
      "knows nothing",
      69,
      /speaks allocator, but knows no command of it: it names alocate, free; did you mean allocate/,
    ],
    [
      "claims too much",
      69,
      /the command claims allocator profile linus; did you mean linux\? Or choose from any, linux/,
    ],
    ["banner", 76, /did not introduce itself: it sent a line that is not JSON/],
  ])("of one that cannot begin, by its way %j, exits with %i and one sentence", async (way, code, says) => {
    const told = await check(way);
    expect([told.code, told.out]).toEqual([code, ""]);
    expect(told.err).toMatch(says);
  });

  test("says so when the program does not speak the contract", async () => {
    const { code, err } = await check("honest", "--contract", "device");
    expect(code).toBe(69);
    expect(err).toBe("hotmem: the command does not speak device; it says that it speaks allocator\n");
  });
});

test.each(["soon", "0", "-5", "1.5", "1e9", "99999999999", " 5"])("a time-out of %j is refused", async (said) => {
  const io = fakeIo(".", { env: { HOTMEM_EXEC_TIMEOUT_MS: said } });
  expect(await main(["check", "--subject", "exec:sleep 9"], io)).toBe(64);
  expect(io.err()).toBe(
    `hotmem: HOTMEM_EXEC_TIMEOUT_MS is ${JSON.stringify(said)}; give whole milliseconds from 1 to 2147483647\n`,
  );
});

test("Ctrl-C ends a program that does not even introduce itself", async () => {
  const io = fakeIo(temporaryFolder("hotmem-exec-cli-"));
  const code = main(["check", "--subject", "exec:sleep 9"], io);
  await new Promise((resolve) => setTimeout(resolve, 100));
  io.interrupt();
  expect(await code).toBe(130);
  expect(io.err()).toBe(
    "hotmem: exec:sleep 9 did not introduce itself: it was ended, because hotmem was interrupted\n",
  );
}, 5000);

test("a fickle program is told as such, in the story and in the transcript", async () => {
  const { out, folder, code } = await check("fickle");
  expect(code).toBe(1);
  expect(out).toMatch(/^ {2}fickle: it happened in [23] of 5 runs, so more than these steps decides: chance, /m);
  const [name = ""] = readdirSync(join(folder, "hotmem-failures")).filter((one) => one.endsWith(".jsonl"));
  const [header = ""] = readFileSync(join(folder, "hotmem-failures", name), "utf8").split("\n");
  expect(JSON.parse(header)).toMatchObject({ repro: { runs: 5 } });
});

test("what a fickle program does is not taken for mended when it goes well once", async () => {
  const { folder } = await check("fickle");
  const replayed = async (way: string) => {
    const io = fakeIo(folder);
    const code = await main(["replay", "hotmem-failures", "--mended", "--subject", `exec:${oddCommand(way)}`], io);
    return { code, out: io.out() };
  };
  const codes = [];
  for (let time = 0; time < 3; time++) codes.push((await replayed("fickle")).code);
  expect(codes).toEqual([1, 1, 1]);
  expect(await replayed("honest")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/ now: fixed; asked \d+ times, because it is fickle$/m),
  });
});

test("what never happened again when it was recorded cannot be shown to be mended", async () => {
  const { folder } = await check("fickle");
  const [name = ""] = readdirSync(join(folder, "hotmem-failures")).filter((one) => one.endsWith(".jsonl"));
  const file = join(folder, "hotmem-failures", name);
  writeFileSync(file, readFileSync(file, "utf8").replace(/"repro":\{[^}]*\}/, '"repro":{"runs":5,"failures":0}'));
  const io = fakeIo(folder);
  expect(await main(["replay", file, "--mended", "--subject", `exec:${oddCommand("honest")}`], io)).toBe(2);
  expect(io.out()).toContain("it kept the rule, but did so also in 5 of 5 repetitions when this was recorded");
});

test.each(["dies", "declines", "NaN"])("what came of one whose way is %j is told even with --quiet", async (way) => {
  const { out } = await check(way, "--quiet");
  expect(out).toMatch(/: inconclusive$/m);
  expect(out).toMatch(/^ {2}again {6}hotmem check /m);
});

test("a transcript starts no program that nobody typed", async () => {
  const { folder, code, out } = await check("lies");
  const [name = ""] = readdirSync(join(folder, "hotmem-failures")).filter((one) => one.endsWith(".jsonl"));
  const file = join("hotmem-failures", name);
  expect(code).toBe(1);
  expect(out).toContain(`again: hotmem replay ${file} --subject 'exec:`);

  const shy = fakeIo(folder);
  expect(await main(["replay", file], shy)).toBe(0);
  expect(shy.out()).toMatch(/was not asked: a file must not start programs; to run this command, type --subject/);
  expect(await main(["shrink", file], fakeIo(folder))).toBe(64);

  const asked = fakeIo(folder);
  const command = `exec:${oddCommand("lies")}`;
  await main(["replay", file, "--subject", command], asked);
  expect(asked.out()).toContain(" now: ");
  expect(oddProcesses("lies")).toEqual([]);
});
