import type { RecordShape, Shape } from "./shape.ts";

/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A value that was read, or one sentence that says where it is wrong and what was expected there. */
export type Decoded<T> = { readonly value: T } | { readonly error: string };

/**
 * Reads a value as its shape says. Never throws, whatever the input: it goes only as deep as the shape, looks at own
 * properties only, and builds a new value with exactly the shape's fields. Fields that the shape does not know are ignored.
 *
 * @param path where the value stands, for the error: `ask`, `header.geometry`
 */
export function decode(shape: Shape, value: unknown, path: string): Decoded<unknown> {
  switch (shape.kind) {
    case "integer":
      return isWhole(value, shape.minimum, shape.maximum)
        ? { value: value + 0 }
        : wrong(path, `an integer from ${shape.minimum} to ${shape.maximum}`, value);
    case "wide":
      return decodeWide(value, path);
    case "boolean":
      return typeof value === "boolean" ? { value } : wrong(path, "true or false", value);
    case "constant":
      return value === shape.value ? { value } : wrong(path, JSON.stringify(shape.value), value);
    case "choice":
      return typeof value === "string" && shape.values.includes(value)
        ? { value }
        : wrong(path, oneOf(shape.values), value);
    case "text":
      return decodeText(shape.maxLength, value, path);
    case "list":
      return decodeList(shape.items, value, path);
    case "nullable":
      return value === null ? { value } : decode(shape.of, value, path);
    case "record":
      return isObject(value) ? decodeRecord(shape, value, path) : wrong(path, "an object", value);
    case "tagged":
      return decodeTagged(shape.cases, value, path);
  }
}

/** Writes a value as its shape says: fields in the shape's order, one spelling per number. The value must have the shape. */
export function encode(shape: Shape, value: unknown): Json {
  switch (shape.kind) {
    case "wide": {
      const wide = value as bigint;
      return wide <= MAX_SAFE ? Number(wide) : `0x${wide.toString(16)}`;
    }
    case "list":
      return (value as readonly unknown[]).map((item) => encode(shape.items, item));
    case "nullable":
      return value === null ? null : encode(shape.of, value);
    case "record":
      return encodeRecord(shape, value as Readonly<Record<string, unknown>>);
    case "tagged": {
      const record = value as Readonly<Record<string, unknown>>;
      const member = shape.cases.get(record["kind"] as string);
      if (member === undefined) throw new Error(`cannot write an answer of kind ${String(record["kind"])}`);
      return encodeRecord(member, record);
    }
    default:
      return value as Json;
  }
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether a value is what JSON calls an object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A property of the value itself: nothing is read through `__proto__`, whoever wrote the JSON. */
export const own = (value: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined;

const isWhole = (value: unknown, minimum: number, maximum: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum;

function decodeWide(value: unknown, path: string): Decoded<bigint> {
  if (isWhole(value, 0, Number.MAX_SAFE_INTEGER)) return { value: BigInt(value) };
  if (typeof value === "string" && /^0x[0-9a-fA-F]{1,16}$/.test(value)) return { value: BigInt(value) };
  return wrong(path, 'an integer from 0 to 2^53 - 1, or a string "0x…" of up to 16 hexadecimal digits', value);
}

function decodeText(maxLength: number, value: unknown, path: string): Decoded<string> {
  if (typeof value !== "string") return wrong(path, "a string", value);
  if (value.length > maxLength)
    return { error: `${path}: expected at most ${maxLength} characters, got ${value.length}` };
  return { value };
}

function decodeList(items: Shape, value: unknown, path: string): Decoded<unknown[]> {
  if (!Array.isArray(value)) return wrong(path, "a list", value);
  const result: unknown[] = [];
  for (const item of value) {
    const read = decode(items, item, `${path}[${result.length}]`);
    if ("error" in read) return read;
    result.push(read.value);
  }
  return { value: result };
}

function decodeRecord({ fields }: RecordShape, value: object, path: string): Decoded<unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, shape, required } of fields) {
    const given = own(value as Record<string, unknown>, name);
    if (given === undefined) {
      if (required) return { error: `${path}.${name} is missing` };
      continue;
    }
    const read = decode(shape, given, `${path}.${name}`);
    if ("error" in read) return read;
    result[name] = read.value;
  }
  return { value: result };
}

function decodeTagged(cases: ReadonlyMap<string, RecordShape>, value: unknown, path: string): Decoded<unknown> {
  if (!isObject(value)) return wrong(path, "an object", value);
  const tag = own(value, "kind");
  const member = typeof tag === "string" ? cases.get(tag) : undefined;
  return member === undefined
    ? wrong(`${path}.kind`, oneOf([...cases.keys()]), tag)
    : decodeRecord(member, value, path);
}

function encodeRecord({ fields }: RecordShape, value: Readonly<Record<string, unknown>>): Json {
  const result: Record<string, Json> = {};
  for (const { name, shape } of fields) {
    if (value[name] !== undefined) result[name] = encode(shape, value[name]);
  }
  return result;
}

/** `"a", "b" or "c"` */
export const oneOf = (words: readonly string[]): string => {
  const quoted = words.map((word) => JSON.stringify(word));
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
};

/** The wrong value itself when it is short; never more than a glimpse of what a stranger sent. */
export function glimpse(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const written = typeof value === "string" ? JSON.stringify(value.slice(0, 41)) : String(value);
  return typeof value === "string" && value.length > 40 ? `${written.slice(0, 40)}…"` : written;
}

const wrong = (path: string, expected: string, got: unknown): { readonly error: string } => ({
  error: `${path}: expected ${expected}, got ${glimpse(got)}`,
});
