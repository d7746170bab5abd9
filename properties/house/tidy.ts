import type { Breach } from "./arrows.ts";
import { isTestPath, lineAt, type SourceFile, viewsOf } from "./source.ts";

/** Most lines a file may have; a test may list more cases. */
export const lineLimits = { source: 250, test: 400 } as const;

interface Ban {
  readonly pattern: RegExp;
  readonly says: string;
}

/** One breach for every match of every ban in `text`, which is `file`'s text or one of its views. */
const matches = (file: SourceFile, text: string, bans: readonly Ban[]): readonly Breach[] =>
  bans.flatMap(({ pattern, says }) =>
    [...text.matchAll(pattern)].map((found) => ({ file: file.path, line: lineAt(text, found.index), says })),
  );

/** Files longer than {@link lineLimits}: the reader can hold one room in mind, not a hall. */
export const longFiles = (files: readonly SourceFile[]): readonly Breach[] =>
  files.flatMap(({ path, text }) => {
    const limit = isTestPath(path) ? lineLimits.test : lineLimits.source;
    const lines = text.replace(/\n$/, "").split("\n").length;
    return lines <= limit ? [] : [{ file: path, line: limit + 1, says: `${lines} lines, at most ${limit}` }];
  });

/** `any` where a type stands. A value, a key or a string of that name (a profile is called so) is none of our business. */
const anyType = /(?:[:<|&]|=>|\bas\b|\bsatisfies\b|\btype\b[^=;]*=)\s*any\b(?!\s*[:(.])|,\s*any\s*>|\bany\[\]/g;

const typeHoles: readonly Ban[] = [{ pattern: anyType, says: "any turns the compiler off" }];

const silencers: readonly Ban[] = [
  { pattern: /@ts-(?:ignore|nocheck)\b/g, says: "the compiler is answered, not silenced" },
  { pattern: /\bbiome-ignore\b(?![^\n]*:\s*\S.{10})/g, says: "a lint rule is set aside only with its reason" },
];

/** `any`, and comments that silence the compiler or, without a reason, the linter. */
export const holes = (files: readonly SourceFile[]): readonly Breach[] =>
  files.flatMap((file) => {
    const { code, comments } = viewsOf(file.text);
    return [...matches(file, code, typeHoles), ...matches(file, comments, silencers)];
  });

const defaultExport: readonly Ban[] = [
  { pattern: /\bexport\s+default\b|\bas\s+default\b/g, says: "a thing has one name everywhere: no default export" },
];

/** Default exports; a tool's configuration file in the root has to have one. */
export const defaultExports = (files: readonly SourceFile[]): readonly Breach[] =>
  files
    .filter(({ path }) => !/^[^/]+\.config\.ts$/.test(path))
    .flatMap((file) => matches(file, viewsOf(file.text).code, defaultExport));

const idleTest: readonly Ban[] = [
  {
    pattern: /\b(?:describe|it|test|suite)(?:\.\w+)*\.(?:only|skip|todo|fails|skipIf|runIf)\b/g,
    says: "a test runs, always and not alone",
  },
  {
    pattern: /\b(?:only|skip|todo|fails)\s*:\s*true\b|\bctx\.skip\(|\bskip\(\)/g,
    says: "a test runs, always and not alone",
  },
];

/** Tests that do not run, run alone, or are meant to fail. */
export const idleTests = (files: readonly SourceFile[]): readonly Breach[] =>
  files.filter(({ path }) => isTestPath(path)).flatMap((file) => matches(file, viewsOf(file.text).code, idleTest));

/** Files named like tests that no project of vitest.config.ts would run, or not the way their name suggests. */
export const misnamedTests = (files: readonly SourceFile[]): readonly Breach[] =>
  files
    .filter(({ path }) => /(?:\.|_|\b)(?:test|tests|spec)\.[cm]?[jt]sx?$/.test(path))
    .filter(({ path }) => !/(?:^|\/)[^/.]+(?:\.qemu|\.samples)?(?:\.slow)?\.test\.ts$/.test(path))
    .map(({ path }) => ({ file: path, line: 1, says: "a test is called name[.qemu|.samples][.slow].test.ts" }));

const impurity: readonly Ban[] = [
  { pattern: /\b(?:Math\.random|crypto\.|randomUUID)/g, says: "model/ draws no lots" },
  {
    pattern: /\b(?:new Date\b|Date\.|performance\.|setTimeout|setInterval|queueMicrotask)/g,
    says: "model/ has no clock",
  },
  // A guest has processes too; Node's is known by what it has and a guest's has not.
  {
    pattern:
      /\bprocess\.(?:argv|cpuUsage|cwd|emit|env|exit|hrtime|memoryUsage|nextTick|on|once|pid|platform|std\w+|uptime|version)|\bprocess\[/g,
    says: "model/ sees nothing of the world",
  },
  { pattern: /\b(?:console\.|fetch\(|globalThis\b)/g, says: "model/ sees nothing of the world" },
];

/** Clock, chance and the outside world in `model/`; its imports are {@link wrongPackages}' affair. */
export const impureModel = (files: readonly SourceFile[]): readonly Breach[] =>
  files
    .filter(({ path }) => path.startsWith("model/") && !isTestPath(path))
    .flatMap((file) => matches(file, viewsOf(file.text).code, impurity));

const exported =
  /^export\s+(?:declare\s+)?(?:async\s+)?(?:const|function\*?|type|interface|class|abstract class)\s+(\w+)/;

/** Whether line `at` has a docstring right above it, or above the block of one-line exports that it continues. */
const isDocumented = (lines: readonly string[], at: number): boolean => {
  let above = at - 1;
  while (/^export .*;$/.test(lines[above] ?? "")) above -= 1;
  return /\*\/$/.test(lines[above] ?? "");
};

/** Exported things without a docstring. A block of one-line exports may share the one above it. */
export const undocumentedExports = (files: readonly SourceFile[]): readonly Breach[] =>
  files
    .filter(({ path }) => !isTestPath(path))
    .flatMap(({ path, text }) => {
      const lines = text.split("\n");
      return lines.flatMap((line, at) => {
        const name = exported.exec(line)?.[1];
        if (name === undefined || isDocumented(lines, at)) return [];
        return [{ file: path, line: at + 1, says: `${name} is exported without a docstring` }];
      });
    });

/** Escaped or bracketed so that this list is not itself a find. */
const words: readonly Ban[] = [
  { pattern: /\/(?:work|root|home\/\w+)\//g, says: "a path of somebody's machine" },
  {
    pattern: /\bregistry\.(?:npmjs|npmmirror|yarnpkg)\b|\bdeb\.debian\b|"resolved"\s*:/g,
    says: "a package registry's host",
  },
  { pattern: /\bCEOs?\b|\b(?:this|last|next|previous|our) session\b/g, says: "talk about how the work was organised" },
  { pattern: /\b(?:domain|design|real-systems|peers|style|decisions)\.md\b/g, says: "notes that readers do not have" },
  { pattern: /\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/g, says: "unfinished work belongs in the tracker" },
];

/** Words that must stand nowhere in the repository, whatever the kind of file. */
export const wrongWords = (files: readonly SourceFile[]): readonly Breach[] =>
  files.flatMap((file) => matches(file, file.text, words));
