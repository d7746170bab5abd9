import type { Contract, State, Vocabulary } from "../model/contract.ts";
import type { ForkableSource, SubjectSource } from "../model/subject.ts";
import type { WireContract } from "../wire/schema.ts";
import type { Composer } from "./composer.ts";
import type { Mutant } from "./mutants/mutant.ts";

/** What may be decided about a subject that is a program of somebody else. */
export interface Opening {
  /** Instead of the program that is usually started. */
  readonly program?: string;
  /** How long it may take to start, and to answer once. */
  readonly timeoutMs?: number;
  /** How long a command may take to answer once. */
  readonly answerMs?: number;
  /** By which rules it will be judged, for a command that wants to know. */
  readonly profile?: string;
  /** How many of it may run at once. */
  readonly processes?: number;
  /** Where the logs of those that died or hung are kept. */
  readonly logFolder?: string;
  /** Ends what a command has under way. */
  readonly signal?: AbortSignal;
}

/** A subject that is neither the reference nor a mutant of it: a variant of the reference, or a program of somebody else. */
export interface OtherSubject<V extends Vocabulary<V>> {
  /** As typed after `--subject`. */
  readonly name: string;
  /** @throws {CannotStart} when it cannot run on this machine */
  open(opening: Opening): SubjectSource<V> | Promise<SubjectSource<V>>;
}

/** Another honest implementation, and the strongest profile that it owes. */
export interface Mechanism<V extends Vocabulary<V>> {
  readonly source: ForkableSource<V>;
  readonly owes: string;
}

/** Everything the project knows about one contract, in one place: what is true, how it is written, what is tried. */
export interface Suite<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly wire: WireContract<V>;
  readonly composer: Composer<V, S>;
  /** The honest implementation. */
  readonly reference: ForkableSource<V>;
  /** The strongest profile that the reference owes; absent means the strongest there is. */
  readonly owes?: string;
  /** Honest ones that owe less, in the order in which a weaker profile looks for its own. */
  readonly mechanisms?: readonly Mechanism<V>[];
  readonly mutants: readonly Mutant<V>[];
  /** Other subjects of this contract that have a name. */
  readonly others?: readonly OtherSubject<V>[];
}
