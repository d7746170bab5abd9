import type { TSchema } from "typebox";
import type { Hints } from "./fields.ts";
import type { WireEntry } from "./schema.ts";

/** What a schema means to the codec, to the shrinker and to generators of arbitrary values. Derived once, never written by hand. */
export type Shape =
  | IntegerShape
  | WideShape
  | { readonly kind: "boolean" }
  /** One of a few words, simplest first. */
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "constant"; readonly value: string | number }
  | { readonly kind: "text"; readonly maxLength: number }
  | { readonly kind: "list"; readonly items: Shape }
  | RecordShape
  /** A union of records told apart by their field `kind`. */
  | { readonly kind: "tagged"; readonly cases: ReadonlyMap<string, RecordShape> }
  | { readonly kind: "nullable"; readonly of: Shape };

/** A whole number. */
export interface IntegerShape extends Hints {
  readonly kind: "integer";
  readonly minimum: number;
  readonly maximum: number;
  /** Within the range. */
  readonly simplest: number;
}

/** An unsigned 64-bit number, a bigint in memory; the simplest is 0. */
export interface WideShape extends Hints {
  readonly kind: "wide";
}

/** An object with these fields. */
export interface RecordShape {
  readonly kind: "record";
  readonly fields: readonly Field[];
}

/** A field of a record, or an argument of a command. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
}

/** The JSON Schema keywords that this project's schemas use. */
interface Keywords extends Hints {
  readonly type?: string;
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly TSchema[];
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly wide?: boolean;
}

const known = new WeakMap<TSchema, Shape>();

/**
 * The shape of a schema made with `fields.ts` and TypeBox's Object, Array, Union, Enum, Literal, Boolean and Optional.
 *
 * @throws when the schema uses anything else, which is a mistake of this project
 */
export function shapeOf(schema: TSchema): Shape {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const shape = derive(schema as Keywords);
  known.set(schema, shape);
  return shape;
}

/** The arguments of a command, in the order of its schema: what a shrinker may lower, rename or re-point. */
export function argumentsOf(entry: WireEntry): readonly Field[] {
  const shape = shapeOf(entry.ask);
  if (shape.kind !== "record") throw new Error("the arguments of a command are not described as a record");
  return shape.fields;
}

function derive(schema: Keywords): Shape {
  if (schema.wide === true) return { kind: "wide", ...hintsOf(schema) };
  if (schema.const !== undefined) return { kind: "constant", value: schema.const };
  if (schema.enum !== undefined) return { kind: "choice", values: schema.enum };
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf);
  if (schema.type === "integer") return integerOf(schema);
  if (schema.type === "boolean") return { kind: "boolean" };
  if (schema.type === "string") return { kind: "text", maxLength: schema.maxLength ?? Number.MAX_SAFE_INTEGER };
  if (schema.type === "array" && schema.items !== undefined) return { kind: "list", items: shapeOf(schema.items) };
  if (schema.type === "object") return recordOf(schema);
  throw new Error(`no codec for the schema ${JSON.stringify(schema)}`);
}

function hintsOf({ role, pair, measure, scales }: Hints): Hints {
  return {
    ...(role === undefined ? {} : { role }),
    ...(pair === undefined ? {} : { pair }),
    ...(measure === undefined ? {} : { measure }),
    ...(scales === undefined ? {} : { scales }),
  };
}

function integerOf(schema: Keywords): IntegerShape {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
  return { kind: "integer", minimum, maximum, ...hintsOf(schema), simplest: schema.simplest ?? minimum };
}

function recordOf({ properties = {}, required = [] }: Keywords): RecordShape {
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    shape: shapeOf(schema),
    required: required.includes(name),
  }));
  return { kind: "record", fields };
}

function unionOf(members: readonly TSchema[]): Shape {
  const [first, second] = members;
  if (first !== undefined && (second as Keywords | undefined)?.type === "null") {
    return { kind: "nullable", of: shapeOf(first) };
  }
  const cases = new Map<string, RecordShape>();
  for (const member of members) {
    const shape = shapeOf(member);
    const tag = shape.kind === "record" ? shape.fields.find(({ name }) => name === "kind")?.shape : undefined;
    if (shape.kind !== "record" || tag?.kind !== "constant") throw new Error("a union member has no constant kind");
    if (cases.has(String(tag.value))) throw new Error(`two members of a union have the kind ${tag.value}`);
    cases.set(String(tag.value), shape);
  }
  return { kind: "tagged", cases };
}
