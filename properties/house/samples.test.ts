import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { countSampleFiles, hasSampleTools, sampleNotice } from "./samples.ts";

const folder = mkdtempSync(join(tmpdir(), "hotmem-samples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the samples need a compiler that finds cJSON, and Python", () => {
  const program = (name: string, code: number) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\ncat >/dev/null\nexit ${code}\n`, { mode: 0o755 });
    return path;
  };
  const [able, unable] = [program("able", 0), program("unable", 1)];
  expect(hasSampleTools(able, able)).toBe(true);
  expect(hasSampleTools(unable, able)).toBe(false);
  expect(hasSampleTools(able, unable)).toBe(false);
  expect(hasSampleTools(join(folder, "absent"), able)).toBe(false);
});

test("missing tools are said, or fail where they are required", () => {
  expect(sampleNotice(true, true, 3)).toEqual({ kind: "silent" });
  expect(sampleNotice(false, false, 0)).toEqual({ kind: "silent" });
  expect(sampleNotice(false, true, 0)).toMatchObject({ kind: "fail" });
  const line =
    "skipped: 1 file needs a C compiler, cJSON and Python (apt-get install gcc libc6-dev libcjson-dev python3)";
  expect(sampleNotice(false, false, 1)).toEqual({ kind: "say", line });
  expect(sampleNotice(false, false, 2)).toMatchObject({ line: expect.stringContaining("skipped: 2 files need a C") });
});

test("counts the files that need the tools, slow and quick apart", () => {
  const tree = join(folder, "tree");
  mkdirSync(tree);
  for (const file of ["a.samples.test.ts", "b.samples.slow.test.ts", "c.samples.slow.test.ts", "d.slow.test.ts"]) {
    writeFileSync(join(tree, file), "");
  }
  expect([countSampleFiles(tree, false), countSampleFiles(tree, true)]).toEqual([1, 2]);
});
