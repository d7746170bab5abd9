import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { presets } from "../../model/presets.ts";
import { CannotStart } from "../../model/subject.ts";
import { startProcess } from "./process.ts";
import { qemuSource } from "./source.ts";

const scripts = mkdtempSync(join(tmpdir(), "hotmem-test-"));
afterAll(() => rmSync(scripts, { recursive: true }));

/** Where private folders are made during a test; empty afterwards, or something was left behind. */
let temporary: string;
const usual = process.env["TMPDIR"];
beforeEach(() => {
  temporary = mkdtempSync(join(scripts, "tmp-"));
  process.env["TMPDIR"] = temporary;
});
afterEach(() => {
  if (usual === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = usual;
});

/** A program that passes for QEMU when asked for its version, and then does `body`. It notes its process id. */
const fake = (name: string, body: string): string => {
  const path = join(scripts, name);
  const version = 'if [ "$1" = --version ]; then echo "QEMU emulator version 0.0.1"; exit; fi';
  writeFileSync(path, `#!/bin/sh\n${version}\necho "started as $$" >&2\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const failureOf = async (command: string, timeoutMs = 10_000): Promise<string> => {
  const source = await qemuSource({ command, timeoutMs });
  const adapted = source.adapt(presets.small);
  if ("refused" in adapted) throw new Error(adapted.refused);
  const caught = await Promise.resolve(source.boot(adapted)).catch((error: unknown) => error);
  await source.close();
  expect(caught).toBeInstanceOf(CannotStart);
  return (caught as CannotStart).message;
};

test("a program that never connects is given up after the time limit, ended, and cleaned up after", async () => {
  const message = await failureOf(fake("mute", "exec sleep 60"), 700);
  expect(message).toMatch(/^QEMU could not be started: .*mute did not connect within 700 ms; it said: started as \d+$/);
  await expect.poll(() => isRunning(Number(message.split(" ").at(-1)))).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
});

test("a program that exits at once is told by its exit code and its own words", async () => {
  const message = await failureOf(fake("refuse", "echo 'no such machine' >&2; exit 3"));
  expect(message).toMatch(/refuse exited with code 3; it said: started as \d+ \| no such machine$/);
  expect(readdirSync(temporary)).toEqual([]);
});

test("a program that kills itself is told by the signal", async () => {
  expect(await failureOf(fake("suicide", "kill -ABRT $$"))).toContain("suicide was killed by SIGABRT");
  expect(readdirSync(temporary)).toEqual([]);
});

test("after a failure the next start is tried afresh", async () => {
  const source = await qemuSource({ command: fake("again", "exit 4") });
  for (let round = 0; round < 2; round += 1) {
    await expect(source.boot(presets.huge)).rejects.toThrow("exited with code 4");
  }
  await source.close();
  await expect(source.boot(presets.huge)).rejects.toThrow("after its source was closed");
});

test("a process is killed once, and its folder goes with it", async () => {
  const node = JSON.stringify(process.execPath);
  const connecting =
    "for (const path of process.argv.slice(1)) require('node:net').connect(path); setInterval(() => {}, 1000)";
  const program = fake("connects", `exec ${node} -e "${connecting}" "$@"`);
  const child = await startProcess(program, ({ qmp, gdb }) => [qmp, gdb], 5000);
  expect(isRunning(child.pid)).toBe(true);
  expect(readdirSync(temporary)).toHaveLength(1);
  expect(child.howEnded()).toBeUndefined();
  expect(child.tail()).toBe(`started as ${child.pid}`);
  child.kill();
  child.kill();
  expect(await child.ended).toBe("was killed by SIGKILL");
  expect(isRunning(child.pid)).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
});

test("what a program left behind that was killed long ago is removed, and nothing else", async () => {
  const dead = 2 ** 22 + 1; // above every process id of Linux
  const names = [
    `hotmem-qemu-${dead}-old`,
    `hotmem-qemu-${dead}-new`,
    `hotmem-qemu-${process.pid}-old`,
    "hotmem-other-old",
  ];
  for (const name of names) {
    mkdirSync(join(temporary, name));
    if (name.endsWith("old")) utimesSync(join(temporary, name), 1, 1);
  }
  await failureOf(fake("sweeper", "exit 1"));
  expect(readdirSync(temporary).sort()).toEqual(names.slice(1).sort());
});

test("where no socket can be made, that is the reason", async () => {
  process.env["TMPDIR"] = join(temporary, "missing");
  expect(await failureOf(fake("homeless", "exit 1"))).toContain("homeless found no place for its sockets: ENOENT");
  process.env["TMPDIR"] = join(temporary, "x".repeat(120));
  mkdirSync(process.env["TMPDIR"]);
  expect(await failureOf(fake("far", "exit 1"))).toContain("far found no place for its sockets: listen ");
  expect(readdirSync(process.env["TMPDIR"])).toEqual([]);
});
