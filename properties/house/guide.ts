/** A command that a guide shows at the prompt, and what it shows of the output, which begins on the next line. */
export interface Command {
  /** Lines count from 1. */
  readonly line: number;
  readonly text: string;
  readonly shown: readonly string[];
}

/** What of a guide is carried out: a part of the reader's program, or a talk with the shell. */
export type Block =
  | { readonly kind: "program"; readonly line: number; readonly text: string }
  | { readonly kind: "console"; readonly line: number; readonly commands: readonly Command[] };

const PROMPT = "$ ";

/** Languages of fenced blocks, and what the test does with them: a block that nobody carries out proves nothing. */
const kinds: Readonly<Record<string, "program" | "console" | "quoted">> = {
  python: "program",
  console: "console",
  sh: "quoted",
  yaml: "quoted",
};

/** @throws when a line of output belongs to no command */
function commandsIn(lines: readonly string[], first: number): readonly Command[] {
  const starts = lines.flatMap((text, at) => (text.startsWith(PROMPT) ? [at] : []));
  if (starts[0] !== 0) throw new Error(`line ${first}: a console block begins with "${PROMPT}" and a command`);
  return starts.map((at, which) => ({
    line: first + at,
    text: (lines[at] ?? "").slice(PROMPT.length),
    shown: lines.slice(at + 1, starts[which + 1]),
  }));
}

/**
 * The blocks of a guide in order.
 *
 * @throws when a fenced block does not end, is of another language than the guide uses, or begins with output
 */
export function readGuide(guide: string): readonly Block[] {
  const lines = guide.split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const language = /^```(.*)$/.exec(lines[at] ?? "")?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf("```", at + 1);
    const kind = Object.hasOwn(kinds, language) ? kinds[language] : undefined;
    if (end === -1) throw new Error(`line ${at + 1}: this block does not end`);
    if (kind === undefined) throw new Error(`line ${at + 1}: nobody knows what to do with a block of "${language}"`);
    const body = lines.slice(at + 1, end);
    if (kind === "program") blocks.push({ kind, line: at + 2, text: `${body.join("\n")}\n` });
    if (kind === "console") blocks.push({ kind, line: at + 2, commands: commandsIn(body, at + 2) });
    at = end;
  }
  return blocks;
}

/** A top-level statement of a Python program with what is indented below it; the name is that of what it defines. */
interface Piece {
  readonly name: string | undefined;
  readonly line: number;
  readonly text: string;
}

/** Blank and indented lines, and the bracket that closes a table, go on with what is above them. */
const isContinued = (line: string): boolean => /^(?:\s|[)\]}]|$)/.test(line);

function piecesOf(program: string): readonly Piece[] {
  const lines = program.replace(/\n$/, "").split("\n");
  const starts = lines.flatMap((line, at) => (isContinued(line) ? [] : [at]));
  return starts.map((at, which) => ({
    name: /^(?:(?:def|class) (\w+)|(\w+) =)/
      .exec(lines[at] ?? "")
      ?.slice(1)
      .find(Boolean),
    line: at,
    text: lines
      .slice(at, starts[which + 1])
      .join("\n")
      .trimEnd(),
  }));
}

/** The table above which the guide tells its reader to put what is new. */
const BELOW_NEW = "COMMANDS";

/**
 * A program with the parts of a later block: each function, class or table where its namesake stands, and new ones above
 * `COMMANDS`. What the guide tells its reader to do, done.
 *
 * @throws when the block has a statement that is neither, or there is no such place
 */
export function mergeProgram(program: string, block: Extract<Block, { kind: "program" }>): string {
  const merged = [...piecesOf(program)];
  for (const piece of piecesOf(block.text)) {
    const line = block.line + piece.line;
    if (piece.name === undefined) throw new Error(`line ${line}: neither a function nor a class nor a table`);
    const at = merged.findIndex(({ name }) => name === piece.name);
    const below = merged.findIndex(({ name }) => name === BELOW_NEW);
    if (below === -1) throw new Error(`line ${line}: the program has no ${BELOW_NEW}, above which this would go`);
    if (at === -1) merged.splice(below, 0, piece);
    else merged[at] = piece;
  }
  return `${merged.map(({ text }) => text).join("\n\n\n")}\n`;
}
