import type { Answer, Kind, Vocabulary } from "../../model/contract.ts";
import type { Outcome } from "../../model/subject.ts";
import { type Decoded, decode, glimpse, isObject, own } from "../../wire/codec.ts";
import type { WireContract } from "../../wire/schema.ts";
import { shapeOf } from "../../wire/shape.ts";
import { decodeAnswer } from "../../wire/step.ts";
import { declined, failure } from "./messages.ts";

/** A message that answers the one with this id, or what is wrong with it. Never throws. */
export function replyTo(id: number, value: unknown): Decoded<Readonly<Record<string, unknown>>> {
  if (!isObject(value)) return { error: `expected an object, got ${glimpse(value)}` };
  const given = own(value, "id");
  return given === id ? { value } : { error: `id: expected ${id}, got ${glimpse(given)}` };
}

/** What came of a command of that kind, as a reply says. Never throws. */
export function outcomeIn<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  kind: Kind<V>,
  reply: Readonly<Record<string, unknown>>,
): Decoded<Outcome<Answer<V>>> {
  const answer = own(reply, "answer");
  const refusal = own(reply, "declined");
  const error = own(reply, "error");
  const given = Number(answer !== undefined) + Number(refusal !== undefined) + Number(error !== undefined);
  if (given !== 1) return { error: `expected one of answer, declined and error, got ${given} of them` };
  if (answer !== undefined) {
    const read = decodeAnswer(wire, kind, answer);
    return "error" in read ? read : { value: { kind: "answered", answer: read.value } };
  }
  return refusal === undefined ? failed(error) : refused(refusal);
}

function refused(value: unknown): Decoded<Outcome<never>> {
  const read = decode(shapeOf(declined), value, "declined") as Decoded<{
    readonly why: string;
    readonly link?: string;
  }>;
  if ("error" in read) return read;
  const { why, link } = read.value;
  return { value: link === undefined ? { kind: "declined", why } : { kind: "declined", why, link } };
}

function failed(value: unknown): Decoded<Outcome<never>> {
  const read = decode(shapeOf(failure), value, "error") as Decoded<{
    readonly definite: boolean;
    readonly why: string;
  }>;
  if ("error" in read) return read;
  const { definite, why } = read.value;
  return { value: { kind: definite ? "declined" : "lost", why } };
}
