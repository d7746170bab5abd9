import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const program = join(root, "node_modules/@biomejs/biome/bin/biome");
const elsewhere = mkdtempSync(join(tmpdir(), "hotmem-lint-"));

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

interface Finding {
  readonly category: string;
  readonly location: { readonly path: string };
}

/** Runs the installed Biome in a folder with the configuration found there; throws when it reports nothing readable. */
const lint = (cwd: string): readonly Finding[] => {
  const args = ["lint", "--reporter=json", "--max-diagnostics=none", "."];
  const run = spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" });
  const report: { readonly diagnostics: readonly Finding[] } = JSON.parse(run.stdout);
  return report.diagnostics;
};

/** The rules that our configuration finds broken in one imagined file. */
const convictions = (path: string, text: string): readonly string[] => {
  for (const name of ["biome.json", ".gitignore", "package.json"])
    copyFileSync(join(root, name), join(elsewhere, name));
  const file = join(elsewhere, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const rules = lint(elsewhere).map(({ category }) => category);
  rmSync(file);
  return rules;
};

const longFunction = `export const long = (call: () => void): void => {\n${"  call();\n".repeat(61)}};\n`;

describe("the linter", () => {
  test("finds every function short enough to see at once", () => {
    const long = lint(root).filter(({ category }) => category === "lint/complexity/noExcessiveLinesPerFunction");
    expect(long.map(({ location }) => location.path)).toEqual([]);
  });

  test.each([
    ["lint/complexity/noExcessiveLinesPerFunction", "model/a.ts", longFunction],
    ["lint/suspicious/noExplicitAny", "wire/a.ts", "export const a = (b: any): unknown => b;\n"],
    ["lint/style/noDefaultExport", "cli/a.ts", "export default 1;\n"],
    ["lint/performance/noBarrelFile", "model/index.ts", 'export { a } from "./a.ts";\n'],
    ["lint/correctness/useImportExtensions", "cli/a.ts", 'export { b } from "./a";\n'],
    ["lint/correctness/noUnusedImports", "cli/a.ts", 'import { a } from "./b.ts";\n'],
    ["lint/nursery/noFloatingPromises", "cli/a.ts", "const a = async () => await fetch('b');\na();\n"],
    ["lint/suspicious/noFocusedTests", "a.test.ts", 'import { test } from "vitest";\ntest.only("a", () => {});\n'],
  ])("%s bites", (rule, path, text) => {
    expect(convictions(path, text)).toContain(rule);
  });

  test("lets a test list its cases and index.ts be the one barrel", () => {
    expect(convictions("model/a.test.ts", longFunction)).toEqual([]);
    expect(convictions("index.ts", 'export { a } from "./model/a.ts";\n')).toEqual([]);
  });
});
