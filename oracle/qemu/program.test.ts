import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CannotStart } from "../../model/subject.ts";
import { findProgram, findQemu, versionIn } from "./program.ts";
import { qemuSource } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "hotmem-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const script = (name: string, body: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
};

test("the version is read from QEMU's first line, whoever packaged it", () => {
  expect(versionIn("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright")).toBe("QEMU 7.2.22");
  expect(versionIn("QEMU emulator version 10.0.0")).toBe("QEMU 10.0.0");
  expect(versionIn("warning: no display\nQEMU emulator version 9.1.0 (v9.1.0)")).toBe("QEMU 9.1.0");
  expect(versionIn("qemu-img version 7.2.22")).toBeUndefined();
  expect(versionIn("")).toBeUndefined();
});

test("a program is looked up along the path, in order, and must be executable", () => {
  const path = script("tool", "exit 0");
  writeFileSync(join(folder, "data"), "");
  expect(findProgram("tool", `/nowhere:${folder}`)).toBe(path);
  expect(findProgram("data", folder)).toBeUndefined();
  expect(findProgram(path, "")).toBe(path);
  expect(findProgram(folder, "")).toBeUndefined();
});

test("a missing program is named, with where it was looked for and how to get it", async () => {
  const error = await qemuSource({ command: "qemu-that-is-not-there" }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(CannotStart);
  const { message } = error as CannotStart;
  expect(message).toContain("Cannot start qemu-that-is-not-there: no folder of PATH");
  expect(message).toContain(process.env["PATH"]);
  expect(message).toContain("apt-get install qemu-system-x86");
  await expect(findQemu("/nowhere/qemu", 1000)).rejects.toThrow(
    "Cannot start /nowhere/qemu: there is no such program.",
  );
});

test("the environment may name the program", async () => {
  process.env["HOTMEM_QEMU"] = script("renamed", "echo QEMU emulator version 1.2.3");
  try {
    const source = await qemuSource();
    expect([source.name, source.version]).toEqual(["qemu", "QEMU 1.2.3"]);
    await source.close();
  } finally {
    delete process.env["HOTMEM_QEMU"];
  }
});

test("a program that is not QEMU, or that hangs, is told from one that is", async () => {
  await expect(findQemu(script("other", "echo hello"), 10_000)).rejects.toThrow('it said "hello"');
  await expect(findQemu(script("dumb", "exec sleep 30"), 80)).rejects.toThrow(
    "is not QEMU: asked for --version within 80 ms",
  );
});
