import { decode, glimpse, isObject, own } from "./codec.ts";
import type { RecordShape, Shape } from "./shape.ts";

/**
 * What is wrong with a value in memory, in one sentence that begins with its place, or null. Unlike `decode` this takes
 * 64-bit fields as the bigints they are in memory, and makes no copy. Never throws.
 *
 * @param path where the value stands: `answer`
 */
export function flawIn(shape: Shape, value: unknown, path: string): string | null {
  switch (shape.kind) {
    case "wide":
      return typeof value === "bigint" && BigInt.asUintN(64, value) === value
        ? null
        : `${path}: expected a bigint of 64 bits, got ${seen(value)}`;
    case "nullable":
      return value === null ? null : flawIn(shape.of, value, path);
    case "list":
      return Array.isArray(value)
        ? flawAmong(shape.items, value, path)
        : `${path}: expected a list, got ${seen(value)}`;
    case "record":
      return isObject(value) ? flawInRecord(shape, value, path) : `${path}: expected an object, got ${seen(value)}`;
    case "tagged": {
      const kind = isObject(value) ? own(value, "kind") : undefined;
      const member = typeof kind === "string" ? shape.cases.get(kind) : undefined;
      if (member !== undefined) return flawInRecord(member, value as Readonly<Record<string, unknown>>, path);
      const got = isObject(value) ? seen(kind) : `no kind at all: ${seen(value)}`;
      return `${path}.kind: expected ${[...shape.cases.keys()].join(", ")}, got ${got}`;
    }
    default: {
      const read = decode(shape, value, path);
      return "error" in read ? read.error : null;
    }
  }
}

const seen = (value: unknown): string => (typeof value === "bigint" ? `${value}n` : glimpse(value));

function flawAmong(items: Shape, values: readonly unknown[], path: string): string | null {
  for (const [index, value] of values.entries()) {
    const flaw = flawIn(items, value, `${path}[${index}]`);
    if (flaw !== null) return flaw;
  }
  return null;
}

function flawInRecord({ fields }: RecordShape, value: Readonly<Record<string, unknown>>, path: string): string | null {
  for (const { name, shape, required } of fields) {
    const given = own(value, name);
    if (given === undefined && !required) continue;
    const flaw = given === undefined ? `${path}.${name} is missing` : flawIn(shape, given, `${path}.${name}`);
    if (flaw !== null) return flaw;
  }
  return null;
}
