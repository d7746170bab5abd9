import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocatorWire } from "./allocator.ts";
import { anyOf } from "./arbitrary.test-kit.ts";
import { decode, encode } from "./codec.ts";
import { deviceWire } from "./device.ts";
import { guestWire } from "./guest.ts";
import { misspelled } from "./misspelled.test-kit.ts";
import { readerOf } from "./read-text.ts";
import type { WireEntry } from "./schema.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** What the reader makes of a whole text; undefined when that is nothing, or not the whole. */
function read(shape: Shape, text: string): unknown {
  const bytes = new TextEncoder().encode(text);
  const cursor = { bytes, at: 0 };
  const value = readerOf(shape)(cursor);
  return cursor.at === bytes.length ? value : undefined;
}

/** What it ought to be: parsed first and read then, as a value of its own; undefined when it is wrong. */
function parsed(shape: Shape, text: string): unknown {
  try {
    const value = decode(shape, JSON.parse(text), "it");
    return "error" in value ? undefined : value.value;
  } catch {
    return undefined;
  }
}

const shapes = Object.entries<WireEntry>({ ...allocatorWire, ...deviceWire, ...guestWire }).flatMap(
  ([kind, { ask, answer }]) => [[`ask ${kind}`, shapeOf(ask)] as const, [`answer ${kind}`, shapeOf(answer)] as const],
);

describe.each(shapes)("%s", (_name, shape) => {
  const texts = anyOf(shape).map((value) => JSON.stringify(encode(shape, value)));

  it("is read without JSON as with it, or not at all", () => {
    fc.assert(
      fc.property(misspelled(texts), (text) => {
        const value = read(shape, text);
        if (value !== undefined) expect(value).toStrictEqual(parsed(shape, text));
      }),
      { numRuns: 300 },
    );
  });
});

it.each(Object.entries<WireEntry>(allocatorWire))("every answer to %s is read without JSON", (_kind, { answer }) => {
  const shape = shapeOf(answer);
  fc.assert(
    fc.property(anyOf(shape), (value) => {
      expect(read(shape, JSON.stringify(encode(shape, value)))).toStrictEqual(value);
    }),
  );
});

const text: Shape = { kind: "text", maxLength: 3 };
const number: Shape = { kind: "integer", minimum: -5, maximum: 2 ** 53 - 1, simplest: 0 };
const optional: Shape = { kind: "record", fields: [{ name: "a", shape: number, required: false }] };

it.each([
  ["more digits than are surely exact", number, "9007199254740992"],
  ["minus zero", number, "-0"],
  ["a leading zero", number, "01"],
  ["a fraction", number, "1.0"],
  ["an exponent", number, "1e2"],
  ["a number out of range", number, "-6"],
  ["an escape", text, '"\\n"'],
  ["a line feed", text, '"\n"'],
  ["a text that is too long", text, '"abcd"'],
  ["a text that is not ASCII", text, '"é"'],
  ["a text without an end", text, '"abc'],
  ["a list with a comma too many", { kind: "list", items: number } as Shape, "[1,]"],
  ["a record without its first brace", optional, "}"],
  ["the first half of a text", { kind: "constant", value: 1 } as Shape, "12"],
])("leaves %s to the parser", (_what, shape, written) => {
  expect(read(shape, written)).toBeUndefined();
});
