import type { Answer, Command, Kind, Step, Vocabulary } from "../model/contract.ts";
import { type Decoded, decode, encode, glimpse, isObject, type Json, own } from "./codec.ts";
import type { WireContract, WireEntry } from "./schema.ts";
import { shapeOf } from "./shape.ts";

/** A command as JSON: `{"kind":"drain","cpu":0}`. */
export function encodeAsk<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  ask: Command<V>,
): { readonly [name: string]: Json } {
  const entry = wire[ask.kind as Kind<V>];
  return { kind: ask.kind, ...(encode(shapeOf(entry.ask), ask) as object) };
}

/** The answer to a command of that kind as JSON: `{"kind":"done"}`. */
export function encodeAnswer<V extends Vocabulary<V>, K extends Kind<V>>(
  wire: WireContract<V>,
  kind: K,
  answer: Answer<V, K>,
): Json {
  return encode(shapeOf(wire[kind].answer), answer);
}

/** A step as JSON: `{"ask":{…},"answer":{…}}`. */
export function encodeStep<V extends Vocabulary<V>>(wire: WireContract<V>, { ask, answer }: Step<V>): Json {
  return { ask: encodeAsk(wire, ask), answer: encodeAnswer(wire, ask.kind as Kind<V>, answer) };
}

/** Reads a command; never throws. An unknown kind is an error, an unknown argument is ignored. */
export function decodeAsk<V extends Vocabulary<V>>(wire: WireContract<V>, value: unknown): Decoded<Command<V>> {
  if (!isObject(value)) return { error: `ask: expected an object, got ${glimpse(value)}` };
  const kind = own(value, "kind");
  if (kind === undefined) return { error: "ask.kind is missing" };
  const entry = entryOf(wire, kind);
  if (entry === undefined)
    return { error: `ask.kind: ${glimpse(kind)} is no command; known are ${Object.keys(wire).join(", ")}` };
  const read = decode(shapeOf(entry.ask), value, "ask");
  // The schema is held to the vocabulary by the compiler, so what it let through is a command of this kind.
  return "error" in read ? read : { value: { kind, ...(read.value as object) } as Command<V> };
}

/** Reads the answer to a command of that kind; never throws. */
export function decodeAnswer<V extends Vocabulary<V>, K extends Kind<V>>(
  wire: WireContract<V>,
  kind: K,
  value: unknown,
): Decoded<Answer<V, K>> {
  return decode(shapeOf(wire[kind].answer), value, "answer") as Decoded<Answer<V, K>>;
}

/** Reads a step; never throws. */
export function decodeStep<V extends Vocabulary<V>>(wire: WireContract<V>, value: unknown): Decoded<Step<V>> {
  if (!isObject(value)) return { error: `expected {"ask":…,"answer":…}, got ${glimpse(value)}` };
  const ask = decodeAsk(wire, own(value, "ask"));
  if ("error" in ask) return ask;
  const answer = decodeAnswer(wire, ask.value.kind as Kind<V>, own(value, "answer"));
  return "error" in answer ? answer : { value: { ask: ask.value, answer: answer.value } };
}

function entryOf<V extends Vocabulary<V>>(wire: WireContract<V>, kind: unknown): WireEntry | undefined {
  return typeof kind === "string" && Object.hasOwn(wire, kind) ? wire[kind as Kind<V>] : undefined;
}
