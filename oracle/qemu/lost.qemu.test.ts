import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import type { Outcome, Subject } from "../../model/subject.ts";
import { bytes } from "../../model/units.ts";
import { openDevice } from "./device.ts";
import type { Machine } from "./machine.ts";
import { openPool, type Pool } from "./pool.ts";
import { findQemu } from "./program.ts";

const shape: DeviceGeometry = { blockBytes: bytes(2 ** 21), regionBlocks: 64, address: bytes(2 ** 32) };
const other: DeviceGeometry = { ...shape, regionBlocks: 32 };
const state: Command<Device> = { kind: "state", address: 2n ** 32n, blocks: 1 };
const reset: Command<Device> = { kind: "system-reset" };
const resize: Command<Device> = { kind: "resize", bytes: 2n ** 21n };

/** A folder whose name means something to QEMU's options and to its console. */
const TEMPORARY = "a,b c";

const usual = process.env["TMPDIR"];
let folder: string;
let logs: string;
let pool: Pool;

const openWith = async (limit: number, timeoutMs: number): Promise<void> => {
  const { path } = await findQemu(process.env["HOTMEM_QEMU"] || "qemu-system-x86_64", 5000);
  pool = openPool(limit, { program: path, timeoutMs, logDirectory: logs });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hotmem-test-"));
  logs = join(folder, "logs");
  mkdirSync(join(folder, TEMPORARY));
  process.env["TMPDIR"] = join(folder, TEMPORARY);
});
afterEach(() => {
  pool.close();
  if (usual === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = usual;
  const left = readdirSync(join(folder, TEMPORARY));
  rmSync(folder, { recursive: true });
  expect(left).toEqual([]);
});

const open = async (on = shape): Promise<{ machine: Machine; device: Subject<Device> }> => {
  const machine = await pool.lease(on);
  return { machine, device: await openDevice(machine, on, () => pool.release(machine)) };
};

const ask = async (device: Subject<Device>, asks: readonly Command<Device>[]): Promise<readonly Outcome<object>[]> =>
  (await device.performAll?.(asks)) ?? [];

/** Sends a signal by the program for it, so that only the process named can be meant. */
const signal = (name: string, pid: number): void => {
  execFileSync("/bin/sh", ["-c", `kill -${name} ${pid}`]);
};

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("killed between two commands, it is lost with the signal and its log, and the next run gets another", async () => {
  await openWith(1, 5000);
  const { machine, device } = await open();
  expect(await ask(device, [resize, state])).toMatchObject([{ kind: "answered" }, { kind: "answered" }]);
  signal("SEGV", machine.pid);
  const [lost] = await ask(device, [state, state]);
  expect(lost).toMatchObject({
    kind: "lost",
    why: expect.stringContaining(`QEMU (process ${machine.pid}) was killed by SIGSEGV`),
  });
  const [log = ""] = readdirSync(logs);
  expect((lost as { why: string }).why).toContain(join(logs, log));
  expect(readFileSync(join(logs, log), "utf8")).toContain("The last packets sent:\n");
  expect(await ask(device, [state])).toEqual([lost]);
  await device.stop();
  const next = await open();
  expect(next.machine.pid).not.toBe(machine.pid);
  expect(await ask(next.device, [state])).toMatchObject([{ kind: "answered" }]);
});

test("killed in the middle of a row, it is lost after the answers that did arrive", async () => {
  await openWith(1, 5000);
  const { machine, device } = await open();
  const row = new Array<Command<Device>>(20_000).fill(state);
  const told = ask(device, row);
  setTimeout(() => signal("KILL", machine.pid), 50);
  const outcomes = await told;
  expect(outcomes.length).toBeGreaterThan(1);
  expect(outcomes.length).toBeLessThan(row.length);
  expect(outcomes.at(-1)).toMatchObject({ kind: "lost", why: expect.stringContaining("was killed by SIGKILL") });
  expect(outcomes.slice(0, -1).every(({ kind }) => kind === "answered")).toBe(true);
});

test("stopped by a signal, it is lost after the time limit, whatever was asked, and ended", async () => {
  await openWith(1, 1500);
  for (const command of [state, resize, reset]) {
    const { machine, device } = await open();
    signal("STOP", machine.pid);
    const [lost] = await ask(device, [command]);
    const sentence = `on the gdb socket within 1500 ms; QEMU (process ${machine.pid}) was ended`;
    expect(lost).toMatchObject({ kind: "lost", why: expect.stringContaining(sentence) });
    await device.stop();
    await expect.poll(() => isRunning(machine.pid)).toBe(false);
  }
});

test("told to quit, it is lost with its exit code", async () => {
  await openWith(1, 5000);
  const { machine, device } = await open();
  await machine.qmp.execute("quit");
  const [lost] = await ask(device, [state]);
  expect(lost).toMatchObject({ kind: "lost", why: expect.stringContaining("exited with code 0") });
});

test("a machine found dead between two runs is replaced", async () => {
  await openWith(1, 5000);
  const { machine, device } = await open();
  await device.stop();
  signal("KILL", machine.pid);
  await expect.poll(() => machine.isAlive()).toBe(false);
  const next = await open();
  expect(await ask(next.device, [state])).toMatchObject([{ kind: "answered" }]);
});

test("shapes at different places share a machine, overlapping ones take its place when only one may live", async () => {
  await openWith(1, 5000);
  const first = await open();
  await first.device.stop();
  const beside = await open({ ...shape, address: bytes(2 ** 34) });
  expect(beside.machine).toBe(first.machine);
  await beside.device.stop();
  const again = await open();
  expect(again.machine).toBe(first.machine);
  await again.device.stop();
  const over = await open(other);
  expect(over.machine).not.toBe(first.machine);
  expect(first.machine.isAlive()).toBe(false);
  expect(isRunning(over.machine.pid)).toBe(true);
});

test("a machine with many devices gets no more while there can be another, and goes on serving those it has", async () => {
  await openWith(2, 5000);
  const at = (place: number): DeviceGeometry => ({ ...shape, address: bytes(2 ** 34 + place * 2 ** 30) });
  const machines: Machine[] = [];
  for (let place = 0; place < 14; place += 1) {
    const { machine, device } = await open(at(place));
    await device.stop();
    machines.push(machine);
  }
  const [first, last] = [machines[0], machines[6]];
  expect(machines.slice(0, 12)).toEqual([...Array(6).fill(first), ...Array(6).fill(last)]);
  expect(last).not.toBe(first);
  expect([first, last]).toContain(machines[13]);
  expect((await open(at(3))).machine).toBe(first);
});

test("a run waits while all machines are in use, and two machines serve two runs at once", async () => {
  await openWith(2, 5000);
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.machine).not.toBe(two.machine);
  const third = open();
  let came = false;
  const noted = third.then(() => {
    came = true;
  });
  await ask(one.device, [state]);
  expect(came).toBe(false);
  await two.device.stop();
  expect((await third).machine).toBe(two.machine);
  await noted;
});

test("a migration finds its sink wherever that lies", async () => {
  await openWith(1, 5000);
  const { device } = await open();
  const [started] = await ask(device, [{ kind: "migration-start" }]);
  expect(started).toMatchObject({ kind: "answered", answer: { kind: "done" } });
});
