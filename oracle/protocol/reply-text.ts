import type { Answer, Command, Vocabulary } from "../../model/contract.ts";
import type { Outcome } from "../../model/subject.ts";
import { type Cursor, type Reader, readerOf, readNumber, take } from "../../wire/read-text.ts";
import type { WireContract, WireEntry } from "../../wire/schema.ts";
import { shapeOf } from "../../wire/shape.ts";
import { declined } from "./messages.ts";

/** How answers are read, by the kind of the command. */
type AnswerReaders = ReadonlyMap<string, Reader>;

const known = new WeakMap<object, AnswerReaders>();
const readDeclined = readerOf(shapeOf(declined));

/** Derived once for each contract. */
function readersFor<V extends Vocabulary<V>>(wire: WireContract<V>): AnswerReaders {
  const before = known.get(wire);
  if (before !== undefined) return before;
  const entries = Object.entries<WireEntry>(wire);
  const readers = new Map(entries.map(([kind, { answer }]) => [kind, readerOf(shapeOf(answer))]));
  known.set(wire, readers);
  return readers;
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
  const outcome = readReply(readersFor(wire), id, ask, cursor);
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
  const readers = readersFor(wire);
  const outcomes: Outcome<Answer<V>>[] = [];
  for (let at = 0; at < asks.length; at++) {
    if (at > 0 && !take(cursor, ",")) return undefined;
    const outcome = readReply(readers, id + 1 + at, asks[at] as Command<V>, cursor);
    if (outcome === undefined) return undefined;
    outcomes.push(outcome);
  }
  return take(cursor, "]}") && cursor.at === line.length ? outcomes : undefined;
}

function readReply<V extends Vocabulary<V>>(
  readers: AnswerReaders,
  id: number,
  ask: Command<V>,
  cursor: Cursor,
): Outcome<Answer<V>> | undefined {
  if (!take(cursor, '{"id":') || readNumber(cursor) !== id) return undefined;
  if (take(cursor, ',"answer":')) {
    const answer = (readers.get(ask.kind) as Reader)(cursor) as Answer<V> | undefined;
    return answer !== undefined && take(cursor, "}") ? { kind: "answered", answer } : undefined;
  }
  if (!take(cursor, ',"declined":')) return undefined;
  const refusal = readDeclined(cursor) as { readonly why: string; readonly link?: string } | undefined;
  if (refusal === undefined || !take(cursor, "}")) return undefined;
  const { why, link } = refusal;
  return link === undefined ? { kind: "declined", why } : { kind: "declined", why, link };
}
