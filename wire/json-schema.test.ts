import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { TSchema } from "typebox";
import { describe, expect, it } from "vitest";
import type { Vocabulary } from "../model/contract.ts";
import { allocatorWire } from "./allocator.ts";
import { anyJson, stepsOf } from "./arbitrary.test-kit.ts";
import type { Json } from "./codec.ts";
import { deviceWire } from "./device.ts";
import { guestWire } from "./guest.ts";
import type { WireContract } from "./schema.ts";
import { decodeAnswer, decodeAsk, encodeStep } from "./step.ts";

const ajv = new Ajv2020({
  strict: true,
  keywords: ["role", "pair", "measure", "scales", "simplest", "wide"],
  allowUnionTypes: true,
});
const compiled = new Map<TSchema, (value: unknown) => boolean>();

/** What a validator that nobody here wrote says of the same schema. */
function valid(schema: TSchema, value: unknown): boolean {
  const known = compiled.get(schema);
  if (known !== undefined) return known(value);
  const made = ajv.compile(schema as object);
  compiled.set(schema, made);
  return made(value);
}

/** One field anywhere in a value made something else. */
function broken(value: Json, at: number, other: unknown): unknown {
  let left = at;
  const walk = (here: Json): unknown => {
    if (left-- === 0) return other;
    if (Array.isArray(here)) return here.map(walk);
    if (typeof here !== "object" || here === null) return here;
    return Object.fromEntries(Object.entries(here).map(([name, field]) => [name, walk(field)]));
  };
  return JSON.parse(JSON.stringify(walk(value) ?? null));
}

function agreement<V extends Vocabulary<V>>(name: string, wire: WireContract<V>): void {
  describe(`the schemas of the ${name} as JSON Schema 2020-12`, () => {
    it("accept every step that is written", () => {
      fc.assert(
        fc.property(stepsOf(wire), (step) => {
          const { ask, answer } = encodeStep(wire, step) as { ask: { kind: string }; answer: unknown };
          const entry = wire[ask.kind as keyof V & string];
          expect([valid(entry.ask, ask), valid(entry.answer, answer)]).toEqual([true, true]);
        }),
        { numRuns: 500 },
      );
    });

    it("accept and refuse what the codec accepts and refuses", () => {
      let accepted = 0;
      fc.assert(
        fc.property(stepsOf(wire), fc.nat(12), anyJson(wire), (step, at, other) => {
          const written = encodeStep(wire, step) as { ask: Json; answer: Json };
          const kind = step.ask.kind as keyof V & string;
          const ask = { ...(broken(written.ask, at + 1, other) as object), kind };
          const answer = broken(written.answer, at, other);
          expect("value" in decodeAsk(wire, ask)).toBe(valid(wire[kind].ask, ask));
          expect("value" in decodeAnswer(wire, kind, answer)).toBe(valid(wire[kind].answer, answer));
          accepted += Number(valid(wire[kind].answer, answer));
        }),
        { numRuns: 1000 },
      );
      expect(accepted).toBeGreaterThan(30);
      expect(accepted).toBeLessThan(970);
    });
  });
}

agreement("allocator", allocatorWire);
agreement("device", deviceWire);
agreement("guest", guestWire);
