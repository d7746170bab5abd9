/** One file of the repository: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import or re-export: what it names, on which line (from 1), and whether nothing of it is left at run time. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** A file's text seen twice, offsets kept: `code` without comments and string contents, `comments` without the rest. */
export interface Views {
  readonly code: string;
  readonly comments: string;
}

/** `"string"` keeps its quotes in `code`; inside a template's `${…}` there is code again. */
type Kind = "code" | "string" | "comment";

interface Span {
  readonly kind: Kind;
  readonly end: number;
}

/** Whether a path is a test's, or that of a `x.test-kit.ts` that tests share; neither ships. */
export const isTestPath = (path: string): boolean => /\.test(?:-kit)?\.ts$/.test(path);

/** The line (from 1) on which an offset lies. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
};

const endOfQuoted = (text: string, from: number): number => {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote && text[at] !== "\n") at += text[at] === "\\" ? 2 : 1;
  return at + 1;
};

const endOfTemplatePart = (text: string, from: number): number => {
  let at = from + 1;
  while (at < text.length && text[at] !== "`") {
    if (text.startsWith("${", at)) return at + 2;
    at += text[at] === "\\" ? 2 : 1;
  }
  return at + 1;
};

const endOfRegex = (text: string, from: number): number => {
  let inClass = false;
  for (let at = from + 1; at < text.length && text[at] !== "\n"; at += 1) {
    const char = text[at];
    if (char === "\\") at += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return at + 1;
  }
  return from + 1;
};

/** A slash divides after a value and opens a pattern after anything else; formatted code needs no more than that. */
const opensRegex = (text: string, at: number): boolean => {
  const before = text.slice(Math.max(0, at - 24), at).trimEnd();
  return before === "" || /[(,=:[!&|?{};+>]$|\breturn$/.test(before);
};

const spanAt = (text: string, at: number): Span => {
  const char = text[at];
  if (text.startsWith("//", at)) {
    const end = text.indexOf("\n", at);
    return { kind: "comment", end: end === -1 ? text.length : end };
  }
  if (text.startsWith("/*", at)) {
    const end = text.indexOf("*/", at + 2);
    return { kind: "comment", end: end === -1 ? text.length : end + 2 };
  }
  if (char === '"' || char === "'") return { kind: "string", end: endOfQuoted(text, at) };
  if (char === "`") return { kind: "string", end: endOfTemplatePart(text, at) };
  if (char === "/" && opensRegex(text, at)) return { kind: "string", end: endOfRegex(text, at) };
  return { kind: "code", end: at + 1 };
};

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

const withoutContents = (text: string): string =>
  text.length < 2 ? text : `${text[0]}${blank(text.slice(1, -1))}${text.at(-1)}`;

/**
 * The span at `at`, code inside a template's `${…}` included. `depths` holds the brace depth of each open `${`, innermost
 * last, and is brought up to date.
 */
const nextSpan = (text: string, at: number, depths: number[]): Span => {
  const depth = depths.at(-1);
  if (text[at] === "}" && depth === 0) {
    depths.pop();
    return { kind: "string", end: endOfTemplatePart(text, at) };
  }
  if (depth !== undefined && text[at] === "{") depths[depths.length - 1] = depth + 1;
  if (depth !== undefined && text[at] === "}") depths[depths.length - 1] = depth - 1;
  return spanAt(text, at);
};

const codeView = (kind: Kind, piece: string): string => {
  if (kind === "code") return piece;
  return kind === "string" ? withoutContents(piece) : blank(piece);
};

/** Splits a file into its two views with a scanner of strings, templates, patterns and comments; no parser needed. */
export const viewsOf = (text: string): Views => {
  let code = "";
  let comments = "";
  const depths: number[] = [];
  let at = 0;
  while (at < text.length) {
    const { kind, end } = nextSpan(text, at, depths);
    const piece = text.slice(at, end);
    if (kind === "string" && /^[`}]/.test(piece) && piece.endsWith("${")) depths.push(0);
    code += codeView(kind, piece);
    comments += kind === "comment" ? piece : blank(piece);
    at = end;
  }
  return { code, comments };
};

/** Every static, side-effect and dynamic import, and every re-export, of a file. */
export const importsOf = (file: SourceFile): readonly Import[] => {
  const { code } = viewsOf(file.text);
  const pattern = /\b(?:(import|export)\s+(type\s)?[^;"'()]*?\bfrom\s*|import\s*\(?\s*)(["'])(\s*)\3/g;
  return [...code.matchAll(pattern)].map((found) => {
    const end = found.index + found[0].length - 1;
    const specifier = file.text.slice(end - (found[4]?.length ?? 0), end);
    return { specifier, line: lineAt(code, found.index), typeOnly: found[2] !== undefined };
  });
};
