import type { TSchema } from "typebox";
import type { Answer, Command, Kind, Vocabulary } from "../../model/contract.ts";
import type { Outcome } from "../../model/subject.ts";
import { type Cursor, type Reader, readerOf, readNumber, take } from "../../wire/read-text.ts";
import type { WireContract } from "../../wire/schema.ts";
import { shapeOf } from "../../wire/shape.ts";
import { declined } from "./messages.ts";

const known = new WeakMap<TSchema, Reader>();

function readerFor(schema: TSchema): Reader {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const reader = readerOf(shapeOf(schema));
  known.set(schema, reader);
  return reader;
}

/**
 * The outcome of one command, when the line is the plain answer that nearly all are, in the spelling of `readerOf`; undefined
 * for every other line, which is then parsed as JSON. What is read is what `replyTo` and `outcomeIn` make of it.
 */
export function plainOutcome<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  id: number,
  ask: Command<V>,
  line: string,
): Outcome<Answer<V>> | undefined {
  const cursor = { text: line, at: 0 };
  const outcome = readReply(wire, id, ask, cursor);
  return cursor.at === line.length ? outcome : undefined;
}

/** The outcomes of commands that were sent together under `id` and the numbers after it; undefined as in {@link plainOutcome}. */
export function plainOutcomes<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  id: number,
  asks: readonly Command<V>[],
  line: string,
): Outcome<Answer<V>>[] | undefined {
  const cursor = { text: line, at: 0 };
  if (!take(cursor, '{"id":') || readNumber(cursor) !== id || !take(cursor, ',"answers":[')) return undefined;
  const outcomes: Outcome<Answer<V>>[] = [];
  for (let at = 0; at < asks.length; at++) {
    if (at > 0 && !take(cursor, ",")) return undefined;
    const outcome = readReply(wire, id + 1 + at, asks[at] as Command<V>, cursor);
    if (outcome === undefined) return undefined;
    outcomes.push(outcome);
  }
  return take(cursor, "]}") && cursor.at === line.length ? outcomes : undefined;
}

function readReply<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  id: number,
  ask: Command<V>,
  cursor: Cursor,
): Outcome<Answer<V>> | undefined {
  if (!take(cursor, '{"id":') || readNumber(cursor) !== id) return undefined;
  if (take(cursor, ',"answer":')) {
    const answer = readerFor(wire[ask.kind as Kind<V>].answer)(cursor) as Answer<V> | undefined;
    return answer !== undefined && take(cursor, "}") ? { kind: "answered", answer } : undefined;
  }
  if (!take(cursor, ',"declined":')) return undefined;
  const refusal = readerFor(declined)(cursor) as { readonly why: string; readonly link?: string } | undefined;
  if (refusal === undefined || !take(cursor, "}")) return undefined;
  const { why, link } = refusal;
  return link === undefined ? { kind: "declined", why } : { kind: "declined", why, link };
}
