import type { TSchema } from "typebox";
import type { Kind, Vocabulary } from "../model/contract.ts";

/**
 * How commands and answers of one contract are written: the one schema behind transcripts, protocol and validation.
 * `ask` describes the arguments without `kind`; `answer` the whole answer.
 */
export interface WireEntry {
  readonly ask: TSchema;
  readonly answer: TSchema;
}

export type WireContract<V extends Vocabulary<V>> = { readonly [K in Kind<V>]: WireEntry };
