import { posix } from "node:path";
import { type Import, importsOf, isTestPath, type SourceFile } from "./source.ts";

/** One breach of a house rule: where, and a sentence. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

interface Edge extends Import {
  readonly from: string;
  /** The file it names, from the root; undefined for a package. */
  readonly to: string | undefined;
}

/** What each top-level folder may import besides itself. `model` points nowhere; `cli` and `bench` may see all. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  wire: ["model"],
  oracle: ["wire", "model"],
  replay: ["wire", "model"],
  properties: ["model", "replay", "oracle", "wire"],
  cli: ["model", "wire", "oracle", "replay", "properties", "bench"],
  bench: ["model", "wire", "oracle", "replay", "properties", "cli"],
};

const edgesOf = (files: readonly SourceFile[]): readonly Edge[] =>
  files.flatMap((file) =>
    importsOf(file).map((found) => ({
      ...found,
      from: file.path,
      to: found.specifier.startsWith(".") ? posix.join(posix.dirname(file.path), found.specifier) : undefined,
    })),
  );

/** Imports of files, by the file that has them. */
const edgesByFile = (files: readonly SourceFile[]): ReadonlyMap<string, readonly Edge[]> =>
  new Map(files.map((file) => [file.path, edgesOf([file]).filter((edge) => edge.to !== undefined)]));

const breach = (edge: Edge, says: string): Breach => ({ file: edge.from, line: edge.line, says });

const topOf = (path: string): string => path.split("/")[0] ?? path;

/** Why one import of a file of this project is not allowed, or undefined. */
const whyNot = (from: string, to: string): string | undefined => {
  if (isTestPath(to) && !(isTestPath(from) && to.endsWith("-kit.ts"))) return "only a test may import a test's kit";
  const allowed = arrows[topOf(from)];
  if (allowed === undefined || topOf(from) === topOf(to) || isTestPath(from)) return undefined;
  if (to === "index.ts") return "index.ts is for users; inside, import the file itself";
  return allowed.includes(topOf(to)) ? undefined : `${topOf(from)}/ must not import ${topOf(to)}/`;
};

/** Imports against the one-way arrows between top-level folders. Root files and tests may import anything but tests. */
export const wrongArrows = (files: readonly SourceFile[]): readonly Breach[] =>
  edgesOf(files).flatMap((edge) => {
    const why = edge.to === undefined ? undefined : whyNot(edge.from, edge.to);
    return why === undefined ? [] : [breach(edge, why)];
  });

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** What ships is everything but tests, the house, the bench and root configuration. */
const ships = (path: string): boolean =>
  !isTestPath(path) &&
  !path.startsWith("properties/house/") &&
  !path.startsWith("bench/") &&
  !/^[^/]+\.config\.ts$/.test(path);

/** Shipped code may import `dependencies` and Node only; `model` only ts-pattern, for it is pure. */
export const wrongPackages = (files: readonly SourceFile[], dependencies: ReadonlySet<string>): readonly Breach[] =>
  edgesOf(files.filter(({ path }) => ships(path))).flatMap((edge) => {
    if (edge.to !== undefined || edge.specifier === "ts-pattern") return [];
    if (topOf(edge.from) === "model") return [breach(edge, `model/ must not import ${edge.specifier}`)];
    const known = edge.specifier.startsWith("node:") || dependencies.has(packageOf(edge.specifier));
    return known ? [] : [breach(edge, `${edge.specifier} is not among the dependencies that ship`)];
  });

/** Import cycles, type imports included, each reported once at the file that comes first in the alphabet. */
export const importCycles = (files: readonly SourceFile[]): readonly Breach[] => {
  const next = edgesByFile(files);
  const cycles = new Map<string, Breach>();
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const loop = trail.slice(start);
      const first = [...loop].sort()[0] ?? path;
      const turned = [...loop.slice(loop.indexOf(first)), ...loop.slice(0, loop.indexOf(first)), first];
      cycles.set(turned.join(), { file: first, line: 1, says: `import cycle: ${turned.join(" -> ")}` });
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const edge of next.get(path) ?? []) visit(edge.to ?? "");
    trail.pop();
    done.add(path);
  };
  for (const file of files) visit(file.path);
  return [...cycles.values()];
};

/** In `model/CONTRACT/`, the files `laws*`, `reference*` and `audit*` keep each other honest only while they stay apart. */
function roleOf(path: string): string | undefined {
  if (isTestPath(path)) return undefined;
  const role = /^model\/[^/]+\/(laws|reference|audit)\b/.exec(path)?.[1];
  // The laws of a whole guest stand on components, which are as much theirs as the laws themselves.
  return role ?? (/^model\/guest\/(state|memory|hotplug|reclaim|blockers)\b/.test(path) ? "laws" : undefined);
}

/** The roles whose code a role must not run, not even through a third file. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  laws: ["reference", "audit"],
  reference: ["laws", "audit"],
  audit: ["laws", "reference"],
};

/** A direct import counts even for a type between laws and reference: neither may be written in the other's terms. */
const counts = (edge: Edge, start: string): boolean =>
  !edge.typeOnly || (edge.from === start && roleOf(start) !== "audit" && roleOf(edge.to ?? "") !== "audit");

/** Laws, reference and audit that reach each other, with the way they do. */
export const sharedTruths = (files: readonly SourceFile[]): readonly Breach[] => {
  const next = edgesByFile(files);
  const found: Breach[] = [];
  const walk = (start: string, way: readonly string[], seen: Set<string>): void => {
    const here = way.at(-1) ?? start;
    const role = roleOf(here);
    if (role !== undefined && strangers[roleOf(start) ?? ""]?.includes(role)) {
      found.push({ file: start, line: 1, says: `${roleOf(start)} reaches ${role}: ${way.join(" -> ")}` });
      return;
    }
    for (const edge of next.get(here) ?? []) {
      const { to = "" } = edge;
      if (seen.has(to) || !counts(edge, start)) continue;
      seen.add(to);
      walk(start, [...way, to], seen);
    }
  };
  for (const { path } of files) if (roleOf(path) !== undefined) walk(path, [path], new Set([path]));
  return found;
};
