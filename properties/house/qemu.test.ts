import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { countQemuFiles, hasQemu, isOnPath, qemuNotice } from "./qemu.ts";

const folder = mkdtempSync(join(tmpdir(), "hotmem-qemu-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a program is on a path when a folder of it holds an executable of that name", () => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "machine"), "");
  chmodSync(join(bin, "machine"), 0o644);
  expect(isOnPath("machine", bin)).toBe(false);
  chmodSync(join(bin, "machine"), 0o755);
  expect(isOnPath("machine", ["", join(folder, "absent"), bin].join(delimiter))).toBe(true);
  expect(isOnPath("machine", "")).toBe(false);
  expect(hasQemu(join(bin, "machine"))).toBe(true);
  expect(hasQemu(join(folder, "absent"))).toBe(false);
});

test("missing QEMU is said, or fails where it is required", () => {
  expect(qemuNotice(true, true, 3)).toEqual({ kind: "silent" });
  expect(qemuNotice(false, false, 0)).toEqual({ kind: "silent" });
  expect(qemuNotice(false, true, 0)).toMatchObject({ kind: "fail" });
  const line = "skipped: 1 file needs QEMU (apt-get install qemu-system-x86)";
  expect(qemuNotice(false, false, 1)).toEqual({ kind: "say", line });
  expect(qemuNotice(false, false, 2)).toMatchObject({ line: expect.stringContaining("skipped: 2 files need QEMU") });
});

test("counts the files that need QEMU, slow and quick apart, and none of an installed package", () => {
  const tree = join(folder, "tree");
  for (const file of ["a.qemu.test.ts", "b/c.qemu.test.ts", "b/d.qemu.slow.test.ts", "node_modules/e.qemu.test.ts"]) {
    mkdirSync(join(tree, file, ".."), { recursive: true });
    writeFileSync(join(tree, file), "");
  }
  expect([countQemuFiles(tree, false), countQemuFiles(tree, true)]).toEqual([2, 1]);
});
