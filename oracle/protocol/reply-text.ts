import type { Answer, Command, Vocabulary } from "../../model/contract.ts";
import type { Outcome } from "../../model/subject.ts";
import { type Cursor, literal, type Reader, readerOf, readNumber, take } from "../../wire/read-text.ts";
import type { WireContract, WireEntry } from "../../wire/schema.ts";
import { shapeOf } from "../../wire/shape.ts";
import { declined } from "./messages.ts";

/** How answers are read, by the kind of the command. */
type AnswerReaders = ReadonlyMap<string, Reader>;

const ID = literal('{"id":');
const ANSWERS = literal(',"answers":[');
const ANSWER = literal(',"answer":');
const DECLINED = literal(',"declined":');
const NEXT = literal(",");
const END = literal("}");
const END_OF_ALL = literal("]}");

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
  line: Uint8Array,
): Outcome<Answer<V>> | undefined {
  const cursor = { bytes: line, at: 0 };
  const outcome = readReply(readersFor(wire), id, ask, cursor);
  return cursor.at === line.length ? outcome : undefined;
}

/** The outcomes of commands that were sent together under `id` and the numbers after it; undefined as in {@link plainOutcome}. */
export function plainOutcomes<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  id: number,
  asks: readonly Command<V>[],
  line: Uint8Array,
): Outcome<Answer<V>>[] | undefined {
  const cursor = { bytes: line, at: 0 };
  if (!take(cursor, ID) || readNumber(cursor) !== id || !take(cursor, ANSWERS)) return undefined;
  const readers = readersFor(wire);
  const outcomes: Outcome<Answer<V>>[] = [];
  for (let at = 0; at < asks.length; at++) {
    if (at > 0 && !take(cursor, NEXT)) return undefined;
    const outcome = readReply(readers, id + 1 + at, asks[at] as Command<V>, cursor);
    if (outcome === undefined) return undefined;
    outcomes.push(outcome);
  }
  return take(cursor, END_OF_ALL) && cursor.at === line.length ? outcomes : undefined;
}

function readReply<V extends Vocabulary<V>>(
  readers: AnswerReaders,
  id: number,
  ask: Command<V>,
  cursor: Cursor,
): Outcome<Answer<V>> | undefined {
  if (!take(cursor, ID) || readNumber(cursor) !== id) return undefined;
  if (take(cursor, ANSWER)) {
    const answer = (readers.get(ask.kind) as Reader)(cursor) as Answer<V> | undefined;
    return answer !== undefined && take(cursor, END) ? { kind: "answered", answer } : undefined;
  }
  if (!take(cursor, DECLINED)) return undefined;
  const refusal = readDeclined(cursor) as { readonly why: string; readonly link?: string } | undefined;
  if (refusal === undefined || !take(cursor, END)) return undefined;
  const { why, link } = refusal;
  return link === undefined ? { kind: "declined", why } : { kind: "declined", why, link };
}
