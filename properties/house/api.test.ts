import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");

/** Names in the braces of every `export { … } from`, without `type`. */
const exported = (source: string): readonly string[] =>
  [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, names]) => (names ?? "").split(","))
    .map((name) => name.trim().replace(/^type /, ""))
    .filter((name) => name !== "");

/** Names in the first column of every table. */
const documented = (page: string): readonly string[] =>
  page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name as string));

test("docs/api.md explains every public name, once, and no other", () => {
  expect([...documented(text("docs/api.md"))].sort()).toEqual([...exported(text("index.ts"))].sort());
});

test("names are found in braces and in first columns only", () => {
  expect(exported('export { a, type B } from "x";\nexport type {\n  C,\n} from "y";')).toEqual(["a", "B", "C"]);
  expect(documented("| name |\n|---|\n| `a`, `B` | like `c` |")).toEqual(["a", "B"]);
});
