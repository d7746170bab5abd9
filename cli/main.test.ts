import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

/** Compiled below the repository, where Node finds the dependencies and git looks away. */
const built = resolve(".tools", `main-test-${process.pid}`);
const cwd = temporaryFolder("hotmem-main-");

beforeAll(() => {
  mkdirSync(built, { recursive: true });
  const compiler = resolve("node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json", "--outDir", built, "--noCheck"]);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const hotmem = (env: Readonly<Record<string, string>>, ...argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(built, "cli/main.js"), ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });

const end = (child: ChildProcess): Promise<Ended> =>
  new Promise((done) => {
    let [out, err] = ["", ""];
    child.stdout?.on("data", (text: Buffer) => {
      out += text.toString();
    });
    child.stderr?.on("data", (text: Buffer) => {
      err += text.toString();
    });
    child.once("close", (code) => done({ code, out, err }));
  });

const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("all contracts side by side on two threads, quiet on a pipe", async () => {
  const { code, out, err } = await end(
    hotmem({}, "check", "--runs", "4", "--steps", "50", "--seed", "7", "--jobs", "2"),
  );
  expect([code, err]).toEqual([0, ""]);
  expect(out.match(/: held$/gm)).toHaveLength(3);
  // Together they fit two screens: of each table only the rarest rules are shown.
  expect(out.match(/^ {4}[a-z-]+\/[a-z-]+ +\d/gm)).toHaveLength(15);
  expect(out.split("\n").length).toBeLessThan(70);
});

test("a thread does many jobs, one after the other", async () => {
  const { code, out, err } = await end(
    hotmem({}, "mutants", "--contract", "device", "--jobs", "2", "--time", "20", "--seeds", "2"),
  );
  expect([code, err]).toEqual([0, ""]);
  expect(out.match(/^caught /gm)?.length).toBeGreaterThan(10);
});

test("a counterexample found in a thread is whole", async () => {
  const subject = "mutant:unplugIsIdempotent";
  const { code, out, err } = await end(
    hotmem({}, "check", "--subject", subject, "--runs", "400", "--seed", "1", "--jobs", "2"),
  );
  expect([code, err]).toEqual([1, ""]);
  const path = /again: hotmem replay (\S+)/.exec(out)?.[1] ?? "";
  expect((await end(hotmem({}, "replay", path))).code).toBe(0);
});

test("a program is asked by several threads, a process each, and none is left", async () => {
  const odd = resolve("oracle/exec/odd-subject.mjs");
  const pids = join(cwd, "pids");
  const check = async (way: string) => {
    const subject = `exec:echo $$ >> '${pids}'; exec '${process.execPath}' '${odd}' ${way}`;
    return await end(hotmem({}, "check", "--subject", subject, "--runs", "5", "--seed", "1", "--jobs", "2"));
  };
  const honest = await check("honest");
  expect([honest.code, honest.err]).toEqual([0, ""]);
  expect(honest.out).toContain(" in 5 runs, ");
  const liar = await check("lies");
  expect([liar.code, liar.err]).toEqual([1, ""]);
  const started = readFileSync(pids, "utf8").trim().split("\n").map(Number);
  expect(started.length).toBeGreaterThanOrEqual(6); // One to introduce itself and one for each thread, twice.
  expect(started.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
});

test("a sentence and 64 for a verb that does not exist", async () => {
  expect(await end(hotmem({}, "chek"))).toMatchObject({
    code: 64,
    out: "",
    err: expect.stringMatching(/^hotmem: unknown verb chek/),
  });
});

test.each(["SIGINT", "SIGTERM"] as const)("%s: what was learned so far, and 130", async (signal) => {
  const child = hotmem({}, "check", "--time", "60", "--contract", "device");
  const ended = end(child);
  await later(1500);
  child.kill(signal);
  const { code, out, err } = await ended;
  expect([code, err]).toEqual([130, ""]);
  expect(out).toMatch(/interrupted/);
});

test("a second Ctrl-C does not wait for anything", async () => {
  const stuck = join(cwd, "stuck-qemu");
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo QEMU emulator version 7.2.22 && exit\ntouch ${stuck}-began\nexec sleep 30\n`;
  writeFileSync(stuck, script, { mode: 0o755 });
  const child = hotmem({ HOTMEM_QEMU: stuck, HOTMEM_QEMU_TIMEOUT_MS: "30000" }, "check", "--subject", "qemu");
  const ended = end(child);
  while (!existsSync(`${stuck}-began`)) await later(50);
  child.kill("SIGINT");
  await later(300);
  expect(child.exitCode).toBe(null);
  const begun = Date.now();
  child.kill("SIGINT");
  expect(await ended).toEqual({ code: 130, out: "", err: "" });
  expect(Date.now() - begun).toBeLessThan(2000);
});

test("whoever stops reading is not told about it", async () => {
  const child = hotmem({}, "--help");
  child.stdout?.destroy();
  expect(await end(child)).toMatchObject({ code: 0, err: "" });
});
