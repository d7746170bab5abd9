import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CheckJson } from "./check.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";
import { temporaryFolder } from "./temporary-folder.test-kit.ts";

const qemu = "qemu-system-x86_64";

/** Starts the real QEMU, and does something to it a second later. */
const program = (folder: string, mischief: string): string => {
  const path = join(folder, "qemu");
  const script = `#!/bin/sh\n[ "$1" = --version ] && exec ${qemu} --version\n( sleep 1; ${mischief} ) &\nexec ${qemu} "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
};

const check = async (mischief: string) => {
  const folder = temporaryFolder("hotmem-qemu-cli-");
  const io = fakeIo(folder, { env: { HOTMEM_QEMU: program(folder, mischief), HOTMEM_QEMU_TIMEOUT_MS: "1500" } });
  const code = await main(["check", "--subject", "qemu", "--time", "8", "--seed", "1", "--json"], io);
  return { code, folder, err: io.err(), report: (JSON.parse(io.out()) as CheckJson).reports[0]?.report };
};

test("QEMU's device holds, and the summary says what it is and which deviations there are", async () => {
  const folder = temporaryFolder("hotmem-qemu-cli-");
  const io = fakeIo(folder);
  const code = await main(["check", "--subject", "qemu", "--runs", "20", "--seed", "1"], io);
  expect([code, io.err()]).toEqual([0, ""]);
  expect(io.out()).toMatch(/device, profile uapi, subject qemu \(QEMU \d[\d.]+\): held/);
  expect(io.out()).toMatch(/ {2}deviations (none recorded, none found|\d+ recorded deviations? passed over:)/);
  expect(existsSync(join(folder, "hotmem-failures"))).toBe(false);
});

test("QEMU killed in mid-run is inconclusive, never a violation, and its log is kept", async () => {
  const { code, report, folder } = await check("kill -KILL $$");
  expect(code).toBe(2);
  expect(report?.ending).toBe("inconclusive");
  expect(report?.failures).toEqual([]);
  expect(report?.lost[0]?.why).toMatch(/SIGKILL/);
  expect(readdirSync(join(folder, "hotmem-failures")).some((name) => name.endsWith(".log"))).toBe(true);
});

test("QEMU that hangs in mid-run is inconclusive, and nobody waits for ever", async () => {
  const begun = Date.now();
  const { code, report } = await check("kill -STOP $$");
  expect(code).toBe(2);
  expect(report?.ending).toBe("inconclusive");
  expect(report?.lost[0]?.why).toMatch(/1500 ms|1,500 ms|1\.5 s/);
  expect(Date.now() - begun).toBeLessThan(15_000);
});
