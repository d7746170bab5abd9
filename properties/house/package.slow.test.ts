import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTree } from "./tree.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "hotmem-package-"));
const source = join(work, "source");
const consumer = join(work, "consumer");

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs a program without the settings that an outer `npm run` leaves in the environment; throws with all it printed. */
const run = (cwd: string, program: string, ...args: readonly string[]): string => {
  const outer = Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle|command)/.test(name));
  const done = spawnSync(program, args, { cwd, encoding: "utf8", env: Object.fromEntries(outer) });
  if (done.status === 0) return done.stdout;
  throw new Error(`${[program, ...args].join(" ")} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
};

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

/** A fresh copy of the present tree is packed, so that no build of an earlier day can slip into the tarball. */
const pack = (): Packed => {
  for (const { path } of readTree(root)) {
    mkdirSync(join(source, path, ".."), { recursive: true });
    cpSync(join(root, path), join(source, path));
  }
  symlinkSync(join(root, "node_modules"), join(source, "node_modules"));
  const output = run(source, "npm", "pack", "--json", "--pack-destination", work);
  const [first]: readonly (Packed | undefined)[] = JSON.parse(output.slice(output.search(/^\[/m)));
  if (first === undefined) throw new Error(`npm pack named no tarball: ${output}`);
  return first;
};

beforeAll(() => {
  packed = pack();
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  run(consumer, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", join(work, packed.filename));
});

test("the tarball holds the build, its data, its documents and nothing of the house", () => {
  const paths = packed.files.map(({ path }) => path);
  const documents = ["README.md", "LICENSE", "CHANGELOG.md", "package.json"];
  const manuals = ["oracle/PROTOCOL.md", "oracle/kmem/README.md", "docs/test-your-own-allocator.md", "docs/rules.md"];
  const rules = readFileSync(join(root, "docs/rules.md"), "utf8");
  const decisions = [...new Set(rules.match(/docs\/decisions\/[\w-]+\.md/g))];
  const examples = ["oracle/examples/buddy.c", "oracle/examples/device.py", "oracle/examples/guest.c"];
  documents.push(...manuals, ...examples);
  const needed = [...documents, ...decisions, "dist/index.js", "dist/index.d.ts", "dist/cli/main.js"];
  expect(paths).toEqual(expect.arrayContaining(needed));
  const data = /^(?:replay\/corpus|oracle)\/.*\.jsonl?$/;
  const isKnown = (path: string) =>
    documents.includes(path) || /^(?:dist|docs\/decisions)\//.test(path) || data.test(path);
  expect(paths.filter((path) => !isKnown(path))).toEqual([]);
  expect(paths.filter((path) => /\.test[.-]|tsbuildinfo$|^dist\/(?:bench|properties\/house)\//.test(path))).toEqual([]);
});

test("publint has nothing to say", async () => {
  const bytes = readFileSync(join(work, packed.filename));
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test("the installed bin answers, and checks the reference without our tools or sources", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(run(consumer, "npx", "hotmem", "--version").trim()).toBe(version);
  expect(() => JSON.parse(run(consumer, "npx", "hotmem", "doctor", "--json"))).not.toThrow();
  run(consumer, "npx", "hotmem", "check", "--runs", "20", "--quiet");
});

/** The names that a declaration file re-exports in braces, each as its users see it. */
const exportedNames = (declarations: string): readonly string[] =>
  [...declarations.matchAll(/\bexport (?:type )?\{([^}]*)\}/g)]
    .flatMap((found) => (found[1] ?? "").split(","))
    .map((part) => part.trim().split(/\s+/).at(-1) ?? "")
    .filter((name) => name !== "");

test("a consumer imports every name and compiles, library files checked, under the strictest settings", () => {
  const count = run(consumer, "node", "--eval", 'import("hotmem").then((all) => console.log(Object.keys(all).length))');
  expect(Number(count)).toBeGreaterThan(0);
  const names = exportedNames(readFileSync(join(consumer, "node_modules/hotmem/dist/index.d.ts"), "utf8"));
  expect(names.length).toBeGreaterThanOrEqual(Number(count));
  writeFileSync(
    join(consumer, "consumer.ts"),
    `import * as hotmem from "hotmem";\nimport type { ${names.join(", ")} } from "hotmem";\nexport const all: object = hotmem;\n`,
  );
  // AbortSignal is the web's and comes with TypeScript's default library; nothing else but ECMAScript may be needed.
  const options = {
    ...{ target: "es2023", lib: ["es2023", "dom"], module: "nodenext", types: [], noEmit: true },
    ...{ strict: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, skipLibCheck: false },
  };
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }));
  run(consumer, "node", join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
});
