import type { Command, Vocabulary } from "../model/contract.ts";
import { encode } from "./codec.ts";
import type { WireContract, WireEntry } from "./schema.ts";
import { argumentsOf, type Field, type Shape } from "./shape.ts";

/** Writes a value of one shape as JSON text. */
type Writer = (value: unknown) => string;

/** An argument: the text before its value, and how that is written. */
interface Argument {
  readonly name: string;
  readonly before: string;
  readonly write: Writer;
}

/** The text before the arguments of a command, and these. */
interface Spelling {
  readonly begin: string;
  readonly args: readonly Argument[];
}

/** How the commands of one contract are written, by kind. */
export type AskSpellings = ReadonlyMap<string, Spelling>;

const known = new WeakMap<object, AskSpellings>();

/** Derived once; whoever writes many commands looks it up once. */
export function askSpellings<V extends Vocabulary<V>>(wire: WireContract<V>): AskSpellings {
  const before = known.get(wire);
  if (before !== undefined) return before;
  const spellings = new Map(
    Object.entries<WireEntry>(wire).map(([kind, entry]) => [
      kind,
      { begin: `{"kind":${JSON.stringify(kind)}`, args: argumentsOf(entry).map(argumentOf) },
    ]),
  );
  known.set(wire, spellings);
  return spellings;
}

/**
 * A command as the text of its JSON, the same as that of `encodeAsk`. Programs are asked hundreds of thousands of commands a
 * second, and an object built only to be written would cost more than the rest of asking.
 */
export function askText<V extends Vocabulary<V>>(spellings: AskSpellings, ask: Command<V>): string {
  const { begin, args } = spellings.get(ask.kind) as Spelling;
  let text = begin;
  const values = ask as Readonly<Record<string, unknown>>;
  for (let at = 0; at < args.length; at++) {
    const { name, before, write } = args[at] as Argument;
    const value = values[name];
    if (value !== undefined) text += before + write(value);
  }
  return `${text}}`;
}

const argumentOf = ({ name, shape }: Field): Argument => ({
  name,
  before: `,${JSON.stringify(name)}:`,
  write: writerOf(shape),
});

/** Words and truth values are the common case beside numbers, and there are few of them. */
function writerOf(shape: Shape): Writer {
  switch (shape.kind) {
    case "integer":
      return String;
    case "boolean":
      return (value) => (value === true ? "true" : "false");
    case "choice": {
      const texts = new Map<unknown, string>(shape.values.map((word) => [word, JSON.stringify(word)]));
      return (value) => texts.get(value) as string;
    }
    default:
      return (value) => JSON.stringify(encode(shape, value));
  }
}
