import type { Field, RecordShape, Shape } from "./shape.ts";

/** A text in UTF-8, and how far it has been read. Bytes, because comparing the characters of strings takes twice as long. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Reads a value at the cursor; undefined when it is spelled in a way that only a whole JSON parser understands, or is wrong. */
export type Reader = (cursor: Cursor) => unknown;

/**
 * A reader of JSON text in the one spelling that most programs print: no blanks, no escapes, fields in the shape's order and no
 * others. What it reads is what `decode` makes of the parsed text; everything else, right or wrong, is left to these two. It
 * takes a quarter of their time, because nothing is built but the value.
 */
export function readerOf(shape: Shape): Reader {
  switch (shape.kind) {
    case "integer":
      return readInteger(shape.minimum, shape.maximum);
    case "wide":
      return readWide;
    case "boolean":
      return readWords(
        new Map([
          ["true", true],
          ["false", false],
        ]),
      );
    case "constant":
      return readWords(new Map([[JSON.stringify(shape.value), shape.value]]));
    case "choice":
      return readWords(new Map(shape.values.map((word) => [JSON.stringify(word), word])));
    case "text":
      return readText(shape.maxLength);
    case "list":
      return readList(readerOf(shape.items));
    case "nullable":
      return readNullable(readerOf(shape.of));
    case "record":
      return readRecord(shape.fields);
    case "tagged":
      return readTagged(shape.cases);
  }
}

/** A text that is looked for, all of it ASCII. */
export type Literal = Uint8Array;

/** The bytes of a text that is ASCII. */
export const literal = (text: string): Literal => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Takes the literal at the cursor, if it is there. */
export function take(cursor: Cursor, wanted: Literal): boolean {
  const { bytes, at } = cursor;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  cursor.at = at + wanted.length;
  return true;
}

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const QUOTE = 34;
const BACKSLASH = 92;
const BLANK = 32;
const LAST_ASCII = 127;
const COMMA = 44;
/** So many digits are always exact. */
const MOST_DIGITS = 15;
/** Longer texts are rare enough for the parser. */
const MOST_CHARACTERS = 1000;
const NULL = literal("null");
const LIST = literal("[");
const LIST_END = literal("]");
const RECORD_END = literal("}");

/** Digits without a leading zero, perhaps after a minus; undefined for minus zero too, whatever follows. */
export function readNumber(cursor: Cursor): number | undefined {
  const { bytes } = cursor;
  const isNegative = bytes[cursor.at] === MINUS;
  const first = isNegative ? cursor.at + 1 : cursor.at;
  let at = first;
  let value = 0;
  for (let digit = bytes[at] ?? 0; digit >= ZERO && digit <= NINE; digit = bytes[++at] ?? 0) {
    value = value * 10 + digit - ZERO;
  }
  const digits = at - first;
  const isPlain = digits === 1 ? value > 0 || !isNegative : bytes[first] !== ZERO;
  if (digits === 0 || digits > MOST_DIGITS || !isPlain) return undefined;
  cursor.at = at;
  return isNegative ? -value : value;
}

const readInteger =
  (minimum: number, maximum: number): Reader =>
  (cursor) => {
    const value = readNumber(cursor);
    return value !== undefined && value >= minimum && value <= maximum ? value : undefined;
  };

const readWide: Reader = (cursor) => {
  const value = readNumber(cursor);
  return value !== undefined && value >= 0 ? BigInt(value) : undefined;
};

function readWords(values: ReadonlyMap<string, unknown>): Reader {
  const texts = [...values.keys()].map(literal);
  const read = [...values.values()];
  return (cursor) => {
    for (let i = 0; i < texts.length; i++) {
      if (take(cursor, texts[i] as Literal)) return read[i];
    }
    return undefined;
  };
}

const readText =
  (maxLength: number): Reader =>
  (cursor) => {
    const { bytes, at } = cursor;
    if (bytes[at] !== QUOTE) return undefined;
    let end = at + 1;
    for (let code = bytes[end] ?? 0; code !== QUOTE; code = bytes[++end] ?? 0) {
      if (code < BLANK || code > LAST_ASCII || code === BACKSLASH) return undefined;
    }
    if (end - at - 1 > Math.min(maxLength, MOST_CHARACTERS)) return undefined;
    cursor.at = end + 1;
    return String.fromCharCode(...bytes.subarray(at + 1, end));
  };

const readNullable =
  (of: Reader): Reader =>
  (cursor) =>
    take(cursor, NULL) ? null : of(cursor);

const readList =
  (item: Reader): Reader =>
  (cursor) => {
    if (!take(cursor, LIST)) return undefined;
    const items: unknown[] = [];
    if (take(cursor, LIST_END)) return items;
    for (;;) {
      const value = item(cursor);
      if (value === undefined) return undefined;
      items.push(value);
      if (cursor.bytes[cursor.at] !== COMMA) return take(cursor, LIST_END) ? items : undefined;
      cursor.at++;
    }
  };

/** A field after others, and how its value is read. */
interface FieldReader {
  readonly name: string;
  readonly before: Literal;
  readonly read: Reader;
  readonly required: boolean;
}

const fieldReader = ({ name, shape, required }: Field, at: number): FieldReader => ({
  name,
  before: literal(`${at === 0 ? "{" : ","}${JSON.stringify(name)}:`),
  read: readerOf(shape),
  required,
});

/** Reads fields from the one at `from` on, and the brace after the last. */
function readFields(
  cursor: Cursor,
  fields: readonly FieldReader[],
  from: number,
  into: Record<string, unknown>,
): unknown {
  for (let i = from; i < fields.length; i++) {
    const { name, before, read, required } = fields[i] as FieldReader;
    if (!take(cursor, before)) {
      if (required) return undefined;
      continue;
    }
    const value = read(cursor);
    if (value === undefined) return undefined;
    into[name] = value;
  }
  return take(cursor, RECORD_END) ? into : undefined;
}

function readRecord(fields: RecordShape["fields"]): Reader {
  const readers = fields.map(fieldReader);
  // The brace before the first field is read with its name, so that field must not be missing.
  return readers[0]?.required === true ? (cursor) => readFields(cursor, readers, 0, {}) : () => undefined;
}

/** Records whose `kind` comes first. Those without any other field are the same value every time. */
function readTagged(cases: ReadonlyMap<string, RecordShape>): Reader {
  const members = [...cases].map(([kind, { fields }]) => {
    const readers = fields.map(fieldReader);
    const isFirst = fields[0]?.name === "kind";
    return { kind, begin: literal(isFirst ? `{"kind":${JSON.stringify(kind)}` : ""), readers, bare: { kind } };
  });
  const known = members.filter(({ begin }) => begin.length > 0);
  return (cursor) => {
    for (let i = 0; i < known.length; i++) {
      const { kind, begin, readers, bare } = known[i] as (typeof known)[number];
      if (!take(cursor, begin)) continue;
      if (readers.length === 1) return take(cursor, RECORD_END) ? bare : undefined;
      return readFields(cursor, readers, 1, { kind });
    }
    return undefined;
  };
}
