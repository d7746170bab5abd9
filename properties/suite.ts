import type { Contract, State, Vocabulary } from "../model/contract.ts";
import type { ForkableSource } from "../model/subject.ts";
import type { WireContract } from "../wire/schema.ts";
import type { Composer } from "./composer.ts";
import type { Mutant } from "./mutants/mutant.ts";

/** Everything the project knows about one contract, in one place: what is true, how it is written, what is tried. */
export interface Suite<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly wire: WireContract<V>;
  readonly composer: Composer<V, S>;
  /** The honest implementation. */
  readonly reference: ForkableSource<V>;
  readonly mutants: readonly Mutant<V>[];
}
