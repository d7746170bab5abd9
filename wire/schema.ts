import type { Static, TSchema } from "typebox";
import type { Kind, Vocabulary } from "../model/contract.ts";

/**
 * How commands and answers of one contract are written: the one schema behind transcripts, protocol and validation.
 * `ask` describes the arguments without `kind`; `answer` the whole answer.
 */
export interface WireEntry {
  readonly ask: TSchema;
  readonly answer: TSchema;
}

/** An entry for every command of a vocabulary. */
export type WireContract<V extends Vocabulary<V>> = { readonly [K in Kind<V>]: WireEntry };

type Scalar = number | string | bigint | boolean | null | undefined;

/** The same data with writable fields and intersections merged, so that two ways to write one type compare equal. */
type Plain<T> = T extends Scalar
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [K in keyof T]: Plain<T[K]> };

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** True when the schema describes exactly the type: no field more, less, wider or narrower. Checked by the compiler. */
export type Describes<S extends TSchema, T> = Same<Plain<Static<S>>, Plain<T>>;

type Faithful<V extends Vocabulary<V>, W extends WireContract<V>> =
  Same<keyof V, keyof W> extends true
    ? {
        readonly [K in Kind<V>]: {
          readonly ask: Describes<W[K]["ask"], V[K]["ask"]> extends true ? TSchema : "differs from the vocabulary";
          readonly answer: Describes<W[K]["answer"], V[K]["answer"]> extends true
            ? TSchema
            : "differs from the vocabulary";
        };
      }
    : "kinds differ from the vocabulary";

/** Takes schemas that describe the vocabulary exactly. Any difference, also an extra kind, is a compile error that names the kind. */
export const faithful =
  <V extends Vocabulary<V>>() =>
  <W extends WireContract<V>>(wire: W & Faithful<V, W>): WireContract<V> =>
    wire;

/** Takes a schema that describes the type exactly; any difference is a compile error. */
export const describing =
  <T>() =>
  <S extends TSchema>(schema: S & (Describes<S, T> extends true ? TSchema : "differs from the type")): TSchema =>
    schema;
