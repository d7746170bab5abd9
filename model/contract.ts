import type { Geometry } from "./geometry.ts";
import type { Docket, LeftOut, RuleTable } from "./rule.ts";
import type { Verdict } from "./verdict.ts";

/** One kind of command: what may be asked, and every answer that question admits. */
export interface Entry {
  readonly ask: object;
  readonly answer: { readonly kind: string };
}

/** Every question of a contract, by kind. */
export type Vocabulary<V> = { readonly [K in keyof V]: Entry };

/** The names of a vocabulary's commands. */
export type Kind<V> = keyof V & string;

/** A question as data: its kind and its arguments. */
export type Command<V extends Vocabulary<V>, K extends Kind<V> = Kind<V>> = {
  readonly [P in K]: { readonly kind: P } & V[P]["ask"];
}[K];

/** An answer that a command of kind `K` admits. */
export type Answer<V extends Vocabulary<V>, K extends Kind<V> = Kind<V>> = V[K]["answer"];

/** One command together with what the subject answered: the unit of transcripts and of the wire protocol. */
export interface Step<V extends Vocabulary<V>> {
  readonly ask: Command<V>;
  readonly answer: Answer<V>;
}

/**
 * What is owed for one kind of command. A law accepts or rejects an observed answer; it never predicts one.
 *
 * The state is linear: `judge` moves the state it is given forward, in place. Whoever still needs the old state calls
 * `fork()` first. After an illegal verdict the state is spoiled and must be dropped.
 */
export interface Law<V extends Vocabulary<V>, K extends Kind<V>, S> {
  /** May this be asked now? Depends on nothing but earlier commands and answers. Keeps generation and shrinking honest. */
  applies(state: S, ask: Command<V, K>): boolean;
  /** Was this answer allowed? Only called when `applies` held. */
  judge(state: S, ask: Command<V, K>, answer: Answer<V, K>): Verdict;
  /**
   * Everything `judge` accepts, lazily, in no particular order; finite. Must leave the state as it is. Absent where answers tell
   * whole histories and there is no listing them.
   */
  answers?(state: S, ask: Command<V, K>): Iterable<Answer<V, K>>;
}

/** One law for every kind of command; a kind without one does not compile. */
export type Laws<V extends Vocabulary<V>, S> = { readonly [K in Kind<V>]: Law<V, K, S> };

/** What the specification knows of a run. */
export interface State<S> {
  /** An independent copy; neither sees what later happens to the other. */
  fork(): S;
  /** Equal for states that judge every future alike; equality of keys may be finer than that. Used to deduplicate searches. */
  key(): string;
}

/** What `--contract` accepts. */
export type ContractName = "allocator" | "device" | "guest";

/** A contract: vocabulary, laws and rules of one kind of subject. */
export interface Contract<V extends Vocabulary<V>, S extends State<S>> {
  readonly name: ContractName;
  /** Profiles from weakest to strongest; a later one contains all rules of the earlier. */
  readonly profiles: readonly string[];
  readonly rules: RuleTable;
  /** What sources say and no rule judges, with the reason. */
  readonly leftOut: readonly LeftOut[];
  readonly laws: Laws<V, S>;
  /** The state before the first command. */
  begin(geometry: Geometry, docket: Docket): S;
  /** One wording of a command, for people: `allocate a3: 4 frames, movable, zeroed, on CPU 0`. */
  sayAsk(ask: Command<V>): string;
  /** One wording of an answer, for people: `granted frames 8–11`. */
  sayAnswer(ask: Command<V>, answer: Answer<V>): string;
  /** What is worth knowing of the state in which a run ended although it breaks no rule, a sentence each; judges nothing. */
  remarks?(state: S): readonly string[];
}

/** Dispatches to the law of the command's kind. The casts are sound because a law is filed under its own kind. */
export function applies<V extends Vocabulary<V>, S>(laws: Laws<V, S>, state: S, ask: Command<V>): boolean {
  const law = laws[ask.kind as Kind<V>] as Law<V, Kind<V>, S>;
  return law.applies(state, ask);
}

/** Dispatches to the law of the command's kind; see {@link Law.judge}. */
export function judge<V extends Vocabulary<V>, S>(laws: Laws<V, S>, state: S, { ask, answer }: Step<V>): Verdict {
  const law = laws[ask.kind as Kind<V>] as Law<V, Kind<V>, S>;
  return law.judge(state, ask, answer);
}
