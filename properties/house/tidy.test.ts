import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Breach, importCycles, sharedTruths, wrongArrows, wrongPackages } from "./arrows.ts";
import { importsOf, type SourceFile, viewsOf } from "./source.ts";
import {
  defaultExports,
  holes,
  idleTests,
  impureModel,
  longFiles,
  misnamedTests,
  undocumentedExports,
  wrongWords,
} from "./tidy.ts";
import { readTree, sourcesOf } from "./tree.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const all = readTree(root);
const sources = sourcesOf(all);
const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(`${root}package.json`, "utf8"),
);
const dependencies = new Set(Object.keys(manifest.dependencies));
const shipped = (files: readonly SourceFile[]): readonly Breach[] => wrongPackages(files, dependencies);

const lines = (breaches: readonly Breach[]): readonly string[] =>
  breaches.map(({ file, line, says }) => `${file}:${line} ${says}`);

/** An in-memory repository: path, then text. */
const repository = (files: Readonly<Record<string, string>>): readonly SourceFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }));

const importing = (specifier: string): string => `import { a } from "${specifier}";\n`;

type Check = (files: readonly SourceFile[]) => readonly Breach[];

/** Each check with repositories it must convict, by the place it must name. */
const checks: readonly {
  readonly name: string;
  readonly check: Check;
  readonly of: readonly SourceFile[];
  readonly convicts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly acquits: Readonly<Record<string, string>>;
}[] = [
  {
    name: "imports follow the arrows between folders",
    check: wrongArrows,
    of: sources,
    convicts: {
      "model/a.ts:2": { "model/a.ts": `\n${importing("../wire/b.ts")}` },
      "wire/a.ts:1": { "wire/a.ts": importing("../replay/b.ts") },
      "oracle/qemu/a.ts:1": { "oracle/qemu/a.ts": 'import type { A } from "../../properties/b.ts";' },
      "replay/a.ts:1": { "replay/a.ts": 'export { a } from "../oracle/b.ts";' },
      "properties/a.ts:1": { "properties/a.ts": 'const a = await import("../cli/b.ts");' },
      "cli/a.ts:1": { "cli/a.ts": importing("../index.ts") },
      "bench/a.ts:1": { "bench/a.ts": importing("../model/b.test.ts") },
      "bench/b.ts:1": { "bench/b.ts": importing("../model/b.test-kit.ts") },
      "model/c.test.ts:1": { "model/c.test.ts": importing("./d.test.ts") },
    },
    acquits: {
      "index.ts": importing("./cli/b.ts"),
      "cli/a.ts": importing("../oracle/b.ts"),
      "wire/a.ts": `// import { a } from "../cli/b.ts";\n${importing("../model/b.ts")}`,
      "model/a.test.ts": importing("../properties/b.ts") + importing("./b.test-kit.ts"),
      "model/text.ts": 'export const text = `import { a } from "../cli/b.ts"`;',
    },
  },
  {
    name: "shipped code imports shipped packages, model only ts-pattern",
    check: shipped,
    of: sources,
    convicts: {
      "model/a.ts:1": { "model/a.ts": importing("node:fs") },
      "model/b.ts:1": { "model/b.ts": importing("fast-check") },
      "properties/a.ts:1": { "properties/a.ts": importing("vitest") },
      "cli/a.ts:1": { "cli/a.ts": importing("@scope/unknown/deep") },
    },
    acquits: {
      "model/a.ts": importing("ts-pattern"),
      "properties/a.ts": importing("fast-check"),
      "model/a.test.ts": importing("vitest"),
      "oracle/a.ts": importing("node:net"),
    },
  },
  {
    name: "no import cycles, types included",
    check: importCycles,
    of: sources,
    convicts: {
      "model/a.ts:1": {
        "model/c.ts": importing("./a.ts"),
        "model/a.ts": importing("./b.ts"),
        "model/b.ts": 'import type { C } from "./c.ts";',
      },
      "wire/self.ts:1": { "wire/self.ts": importing("./self.ts") },
    },
    acquits: {
      "model/top.ts": importing("./left.ts") + importing("./right.ts"),
      "model/left.ts": importing("./bottom.ts"),
      "model/right.ts": importing("./bottom.ts"),
      "model/bottom.ts": "",
    },
  },
  {
    name: "laws, reference and audit share no code",
    check: sharedTruths,
    of: sources,
    convicts: {
      "model/device/reference.ts:1": { "model/device/reference.ts": 'import type { A } from "./laws/plug.ts";' },
      "model/device/laws/plug.ts:1": {
        "model/device/laws/plug.ts": importing("../common.ts"),
        "model/device/common.ts": importing("./reference.ts"),
      },
      "model/allocator/audit.ts:1": { "model/allocator/audit.ts": importing("./reference/buddy.ts") },
      "model/guest/reference/zones.ts:1": { "model/guest/reference/zones.ts": importing("../memory/frames.ts") },
      "model/guest/hotplug/zones.ts:1": { "model/guest/hotplug/zones.ts": importing("../reference/zones.ts") },
      "model/allocator/audit/lists.ts:1": { "model/allocator/audit/lists.ts": importing("../laws.ts") },
    },
    acquits: {
      "model/allocator/reference/buddy.ts": importing("../vocabulary.ts") + importing("./lists.ts"),
      "model/allocator/laws/allocate.ts": importing("../vocabulary.ts"),
      "model/allocator/audit.ts": 'import type { Buddy } from "./reference/buddy.ts";',
      "model/allocator/laws/both.test.ts": importing("../reference/buddy.ts"),
    },
  },
  {
    name: "files fit",
    check: longFiles,
    of: sources,
    convicts: {
      "model/a.ts:251": { "model/a.ts": "\n".repeat(251) },
      "model/a.test.ts:401": { "model/a.test.ts": "\n".repeat(401) },
    },
    acquits: { "model/a.ts": "\n".repeat(250), "model/a.test.ts": "\n".repeat(400) },
  },
  {
    name: "no holes in the types",
    check: holes,
    of: sources,
    convicts: {
      "a.ts:1": { "a.ts": "const a: any = 1;" },
      "b.ts:1": { "b.ts": "const b = c as any;" },
      "c.ts:1": { "c.ts": "type C = Record<string, any>;" },
      "d.ts:1": { "d.ts": "type D = string | any[];" },
      "e.ts:2": { "e.ts": "\n// @ts-ignore because" },
      "f.ts:1": { "f.ts": "/* @ts-nocheck */" },
      "g.ts:1": { "g.ts": "// biome-ignore lint/a/b: no" },
    },
    acquits: {
      "a.ts":
        'const any = "any"; // any frame\nconst b = { any: 1 }; const c: "any" = any; call(any.length, any, [`any`]);',
      "b.ts": "// biome-ignore lint/a/b: a hot loop, measured at half the cost",
      "c.test.ts": "// @ts-expect-error an answer plug does not admit\n",
    },
  },
  {
    name: "no default exports",
    check: defaultExports,
    of: sources,
    convicts: {
      "a.ts:1": { "a.ts": "export default 1;" },
      "b.ts:2": { "b.ts": "const b = 1;\nexport { b as default };" },
    },
    acquits: { "vitest.config.ts": "export default {};", "model/a.ts": "/** export default */" },
  },
  {
    name: "every test runs",
    check: idleTests,
    of: sources,
    convicts: {
      "a.test.ts:1": { "a.test.ts": 'test.skip("a", () => {});' },
      "b.test.ts:1": { "b.test.ts": 'describe.concurrent.only("b", () => {});' },
      "c.test.ts:1": { "c.test.ts": 'it.todo("c");' },
      "d.test.ts:1": { "d.test.ts": 'test("d", { skip: true }, () => {});' },
      "e.test.ts:1": { "e.test.ts": 'test("e", ({ skip }) => { skip(); });' },
      "f.test.ts:1": { "f.test.ts": 'test.skipIf(slow)("f", () => {});' },
    },
    acquits: { "a.test.ts": 'test.each([1])("it.skip(%s)", () => {});', "model/a.ts": "const a = list.skip();" },
  },
  {
    name: "tests have names that vitest.config.ts knows",
    check: misnamedTests,
    of: all,
    convicts: {
      "a.slow.qemu.test.ts:1": { "a.slow.qemu.test.ts": "" },
      "b.spec.ts:1": { "b.spec.ts": "" },
      "model/c.test.mjs:1": { "model/c.test.mjs": "" },
      "d.fast.test.ts:1": { "d.fast.test.ts": "" },
    },
    acquits: {
      "a.qemu.slow.test.ts": "",
      "b/c-d.test.ts": "",
      "c.samples.slow.test.ts": "",
      "e.qemu.test.ts": "",
      "latest.ts": "",
    },
  },
  {
    name: "model/ is pure",
    check: impureModel,
    of: sources,
    convicts: {
      "model/a.ts:1": { "model/a.ts": "const a = Math.random();" },
      "model/b.ts:1": { "model/b.ts": "const b = Date.now();" },
      "model/c.ts:1": { "model/c.ts": "console.log(1);" },
      "model/d.ts:1": { "model/d.ts": "setTimeout(run, 1);" },
      "model/e.ts:1": { "model/e.ts": "const e = process.env.HOME;" },
      "model/f.ts:1": { "model/f.ts": "process.stdout.write(text);" },
    },
    acquits: {
      "model/a.ts": "// performance.now is not for us\n",
      "model/guest/exit.ts": "release(process.areas);",
      "bench/a.ts": "performance.now();",
    },
  },
  {
    name: "everything exported says what it is",
    check: undocumentedExports,
    of: sources,
    convicts: {
      "a.ts:3": { "a.ts": "/** What a is. */\n\nexport const a = 1;" },
      "b.ts:2": { "b.ts": "// not a docstring\nexport interface B {}" },
      "c.ts:4": { "c.ts": "/** C. */\nexport type C = {\n};\nexport async function d() {}" },
    },
    acquits: {
      "a.ts": "/**\n * What a is.\n */\nexport const a = 1;",
      "b.ts": "/** Both. */\nexport type B = 1;\nexport type C = 2;",
      "a.test.ts": "export const a = 1;",
    },
  },
  {
    name: "no words that mean nothing to a reader",
    check: wrongWords,
    of: all,
    convicts: {
      "a.md:1": { "a.md": `see /${"work"}/main` },
      "b.json:1": { "b.json": `{"${"resolved"}": "x"}` },
      "c.ts:2": { "c.ts": `\n// ${"TO"}DO later` },
      "d.md:1": { "d.md": `as ${"domain"}.md says` },
      "e.sh:1": { "e.sh": `npm config set ${"registry"}.npmjs.org` },
      "f.md:1": { "f.md": `the ${"CE"}O of ${"this"} session` },
    },
    acquits: { "README.md": "It works at home/office, resolved by a session of QEMU." },
  },
];

describe.each(checks)("$name", ({ check, of, convicts, acquits }) => {
  test("in this repository", () => {
    expect(of.length).toBeGreaterThan(0);
    expect(lines(check(of))).toEqual([]);
  });

  test.each(Object.entries(convicts))("convicts %s", (place, files) => {
    expect(check(repository(files)).map(({ file, line }) => `${file}:${line}`)).toContain(place);
  });

  test("acquits what looks similar", () => {
    expect(lines(check(repository(acquits)))).toEqual([]);
  });
});

describe("the scanner", () => {
  test("keeps offsets and tells code from comments, strings, templates and patterns", () => {
    const hole = "$" + "{e({ f: `g` })}";
    const text = `a("b" /* c */, \`d ${hole} h\`, /i"[/]j/); // k`;
    const { code, comments } = viewsOf(text);
    expect([code.length, comments.length]).toEqual([text.length, text.length]);
    expect(code.match(/[a-z]/g)).toEqual(["a", "e", "f"]);
    expect(comments.match(/[a-z]/g)).toEqual(["c", "k"]);
  });

  test("finds every form of import with its line", () => {
    const text = [
      'import { a,\n  b } from "./1.ts";',
      'import type { C } from "./2.ts";',
      'import "./3.ts";',
      'export * from "./4.ts";',
      'const d = await import("./5.ts"); const e = Array.from("./no.ts");',
      "import f from './6.ts';",
    ].join("\n");
    expect(
      importsOf({ path: "a.ts", text }).map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly]),
    ).toEqual([
      ["./1.ts", 1, false],
      ["./2.ts", 3, true],
      ["./3.ts", 4, false],
      ["./4.ts", 5, false],
      ["./5.ts", 6, false],
      ["./6.ts", 7, false],
    ]);
  });

  test("reads the tree without what git ignores", () => {
    const paths = all.map(({ path }) => path);
    expect(paths).toContain("package.json");
    expect(paths).toContain("properties/house/tidy.ts");
    expect(paths.filter((path) => /^(?:node_modules|dist|coverage|\.git)\//.test(path))).toEqual([]);
  });
});
