import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnosis } from "./doctor.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const folder = () => temporaryFolder("hotmem-doctor-");

const program = (text: string): string => {
  const path = join(folder(), "qemu");
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
};

const diagnose = async (qemu: string, ...more: readonly string[]) => {
  const io = fakeIo(folder(), { env: { HOTMEM_QEMU: qemu } });
  const code = await main(["doctor", "--json", ...more], io);
  const diagnosis = JSON.parse(io.out()) as Diagnosis;
  return { code, ...diagnosis, about: (what: string) => diagnosis.findings.find((one) => one.what === what) };
};

test("tells versions and what can run, in words", async () => {
  const io = fakeIo(folder(), { env: { HOTMEM_QEMU: program("echo QEMU emulator version 9.9.9") } });
  expect(await main(["doctor"], io)).toBe(0);
  expect(io.out()).toContain(`node        ${process.version}`);
  expect(io.out()).toMatch(/ok {2}qemu {8}QEMU 9\.9\.9/);
  expect(io.out()).toContain("hotmem check --contract device --subject qemu");
  expect(io.out()).not.toContain("To do");
});

test("without QEMU the references can still be checked, and it says what to install", async () => {
  const { code, can, about } = await diagnose("/nowhere/qemu");
  expect(code).toBe(0);
  expect(can).toEqual(["hotmem check", "hotmem mutants"]);
  expect(about("qemu")).toMatchObject({ ok: false, cure: "apt-get install qemu-system-x86" });
});

test("a program that is not QEMU is not taken for one", async () => {
  expect((await diagnose(program("echo something else"))).about("qemu")?.ok).toBe(false);
});

test("an output folder that cannot be written is found before it is needed", async () => {
  const file = join(folder(), "file");
  writeFileSync(file, "");
  const { about } = await diagnose("/nowhere/qemu", "--out", file);
  expect(about("output")).toMatchObject({ ok: false, found: `${file} cannot be written: it is a file` });
});
