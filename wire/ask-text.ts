import type { TSchema } from "typebox";
import type { Command, Kind, Vocabulary } from "../model/contract.ts";
import { encode } from "./codec.ts";
import type { WireContract } from "./schema.ts";
import { argumentsOf, type Field, type Shape } from "./shape.ts";

/** Writes a value of one shape as JSON text. */
type Writer = (value: unknown) => string;

/** An argument: the text before its value, and how that is written. */
interface Argument {
  readonly name: string;
  readonly before: string;
  readonly write: Writer;
}

const known = new WeakMap<TSchema, readonly Argument[]>();

/**
 * A command as the text of its JSON, the same as that of `encodeAsk`. Programs are asked hundreds of thousands of commands a
 * second, and an object built only to be written would cost more than the rest of asking.
 */
export function askText<V extends Vocabulary<V>>(wire: WireContract<V>, ask: Command<V>): string {
  const entry = wire[ask.kind as Kind<V>];
  let args = known.get(entry.ask);
  if (args === undefined) {
    args = argumentsOf(entry).map(argumentOf);
    known.set(entry.ask, args);
  }
  let text = `{"kind":"${ask.kind}"`;
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
