import type { Field, RecordShape, Shape } from "./shape.ts";

/** A text, and how far it has been read. */
export interface Cursor {
  readonly text: string;
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

/** Takes the literal at the cursor, if it is there. */
export function take(cursor: Cursor, literal: string): boolean {
  if (!cursor.text.startsWith(literal, cursor.at)) return false;
  cursor.at += literal.length;
  return true;
}

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const QUOTE = 34;
const BACKSLASH = 92;
const BLANK = 32;
const COMMA = 44;
/** So many digits are always exact. */
const MOST_DIGITS = 15;

/** Digits without a leading zero, perhaps after a minus; undefined for minus zero too, whatever follows. */
export function readNumber(cursor: Cursor): number | undefined {
  const { text } = cursor;
  const isNegative = text.charCodeAt(cursor.at) === MINUS;
  const first = isNegative ? cursor.at + 1 : cursor.at;
  let at = first;
  let value = 0;
  for (let digit = text.charCodeAt(at); digit >= ZERO && digit <= NINE; digit = text.charCodeAt(++at)) {
    value = value * 10 + digit - ZERO;
  }
  const digits = at - first;
  const isPlain = digits === 1 ? value > 0 || !isNegative : text.charCodeAt(first) !== ZERO;
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
  const texts = [...values.keys()];
  const read = [...values.values()];
  return (cursor) => {
    for (let i = 0; i < texts.length; i++) {
      if (take(cursor, texts[i] as string)) return read[i];
    }
    return undefined;
  };
}

const readText =
  (maxLength: number): Reader =>
  (cursor) => {
    const { text, at } = cursor;
    if (text.charCodeAt(at) !== QUOTE) return undefined;
    let end = at + 1;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(++end)) {
      if (!(code >= BLANK) || code === BACKSLASH) return undefined; // not a number is the end of the text
    }
    if (end - at - 1 > maxLength) return undefined;
    cursor.at = end + 1;
    return text.slice(at + 1, end);
  };

const readNullable =
  (of: Reader): Reader =>
  (cursor) =>
    take(cursor, "null") ? null : of(cursor);

const readList =
  (item: Reader): Reader =>
  (cursor) => {
    if (!take(cursor, "[")) return undefined;
    const items: unknown[] = [];
    if (take(cursor, "]")) return items;
    for (;;) {
      const value = item(cursor);
      if (value === undefined) return undefined;
      items.push(value);
      if (cursor.text.charCodeAt(cursor.at) !== COMMA) return take(cursor, "]") ? items : undefined;
      cursor.at++;
    }
  };

/** A field after others, and how its value is read. */
interface FieldReader {
  readonly name: string;
  readonly before: string;
  readonly read: Reader;
  readonly required: boolean;
}

const fieldReader = ({ name, shape, required }: Field, at: number): FieldReader => ({
  name,
  before: `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`,
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
  return take(cursor, "}") ? into : undefined;
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
    return { kind, begin: isFirst ? `{"kind":${JSON.stringify(kind)}` : "", readers, bare: { kind } };
  });
  const known = members.filter(({ begin }) => begin !== "");
  return (cursor) => {
    for (let i = 0; i < known.length; i++) {
      const { kind, begin, readers, bare } = known[i] as (typeof known)[number];
      if (!take(cursor, begin)) continue;
      if (readers.length === 1) return take(cursor, "}") ? bare : undefined;
      return readFields(cursor, readers, 1, { kind });
    }
    return undefined;
  };
}
