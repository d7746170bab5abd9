import fc from "fast-check";
import type { Step, Vocabulary } from "../model/contract.ts";
import type { WireContract, WireEntry } from "./schema.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** Any value of a shape, as it is in memory, so that a new field is tested the day it appears. */
export function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "integer":
      return fc.integer({ min: shape.minimum, max: shape.maximum });
    case "wide":
      return fc.oneof(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
      );
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...shape.values);
    case "constant":
      return fc.constant(shape.value);
    case "text":
      return fc.string({ maxLength: Math.min(shape.maxLength, 20), unit: "grapheme" });
    case "list":
      return fc.array(anyOf(shape.items), { maxLength: 3 });
    case "nullable":
      return fc.option(anyOf(shape.of), { nil: null });
    case "tagged":
      return fc.oneof(...[...shape.cases.values()].map(anyOf));
    case "record": {
      const fields = Object.fromEntries(shape.fields.map(({ name, shape }) => [name, anyOf(shape)]));
      const requiredKeys = shape.fields.filter(({ required }) => required).map(({ name }) => name);
      return fc.record(fields, { requiredKeys, noNullPrototype: true });
    }
  }
}

/** Any step that the schemas allow. */
export const stepsOf = <V extends Vocabulary<V>>(wire: WireContract<V>): fc.Arbitrary<Step<V>> =>
  fc.oneof(
    ...Object.entries<WireEntry>(wire).map(([kind, entry]) =>
      fc
        .tuple(anyOf(shapeOf(entry.ask)), anyOf(shapeOf(entry.answer)))
        .map(([ask, answer]) => ({ ask: { kind, ...(ask as object) }, answer }) as unknown as Step<V>),
    ),
  );

/** Any JSON, biased to look like a step. */
export const anyJson = (wire: object) =>
  fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom(
        null,
        true,
        "",
        "0x",
        "__proto__",
        -0,
        0.5,
        2 ** 53,
        Number.POSITIVE_INFINITY,
        "0xffffffffffffffffff",
      ),
      fc.integer(),
      fc.constantFrom(...Object.keys(wire)),
    ),
    value: fc.oneof(
      { depthSize: "small" },
      tie("leaf"),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          "ask",
          "answer",
          "kind",
          "as",
          "what",
          "after",
          "__proto__",
          "constructor",
          "order",
          "address",
          "moved",
        ),
        tie("value"),
      ),
    ),
  })).value;
