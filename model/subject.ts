import type { Answer, Command, Kind, Vocabulary } from "./contract.ts";
import type { Geometry } from "./geometry.ts";

/** What came of asking. Declined and lost are not verdicts: they are never held against the subject's memory management. */
export type Outcome<A> =
  | { readonly kind: "answered"; readonly answer: A }
  /** Definite: nothing happened. The run goes on as if the command had not been asked. `link` leads to more about it. */
  | { readonly kind: "declined"; readonly why: string; readonly link?: string }
  /** Indefinite: crash, hang, exit. Ends the run without a verdict. `broke` where it did not keep to the protocol instead. */
  | { readonly kind: "lost"; readonly why: string; readonly broke?: "protocol" };

/** Anything that can be asked: reference, mutant, a device, a program. One subject lives through one run. */
export interface Subject<V extends Vocabulary<V>> {
  perform(ask: Command<V>): Outcome<Answer<V>> | Promise<Outcome<Answer<V>>>;
  /**
   * Asks several commands in order, where that is cheaper than one at a time. Stops at the first `lost`. Fewer outcomes than
   * commands mean that what came of the rest cannot be told, because it was sent together: to be asked one at a time, afresh.
   */
  performAll?(asks: readonly Command<V>[]): Promise<readonly Outcome<Answer<V>>[]>;
  /** Most commands that `performAll` sends together; of more it waits for the first ones before it sends the next. */
  readonly atOnce?: number;
  /** Ends the run. Must not throw, also when the subject is already gone. */
  stop(): void | Promise<void>;
}

/** A subject whose whole state can be copied; needed to search exhaustively. */
export interface ForkableSubject<V extends Vocabulary<V>> extends Subject<V> {
  perform(ask: Command<V>): Outcome<Answer<V>>;
  fork(): ForkableSubject<V>;
  /** Equal only for states that will answer every future alike. */
  key(): string;
}

/** Where subjects of one make come from. */
export interface SubjectSource<V extends Vocabulary<V>> {
  /** As typed after `--subject`. */
  readonly name: string;
  /** Name and version of what is tested, for reports: `QEMU 7.2.22`. */
  readonly version: string;
  /** `shared`: others allocate too, as in a live kernel. */
  readonly world: "closed" | "shared";
  readonly speaks: ReadonlySet<Kind<V>>;
  /** Set where every answer has been read against the schema of the wire already, so that nobody need look at it again. */
  readonly wellShaped?: true;
  /** Set where a batch may hold commands that do not apply yet: in doubt they are declined, or the run is repeated. */
  readonly takesAhead?: true;
  /** The nearest geometry this make can have, or a sentence why it can have none. */
  adapt(geometry: Geometry): Geometry | { readonly refused: string };
  /** @throws {CannotStart} when the subject cannot be started at all */
  boot(geometry: Geometry): Subject<V> | Promise<Subject<V>>;
  /** Releases pools and processes. */
  close(): void | Promise<void>;
}

/** The subject could not be started: missing program, refused handshake. The message says what to do. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** The subject is there, and declines to begin a run with this geometry; it may begin one with another. */
export class ResetDeclined extends CannotStart {
  /** In its own words. */
  readonly why: string;

  constructor(message: string, why: string) {
    super(message);
    this.why = why;
  }
}

/** The subject could be started, and then did not keep to the protocol: it said something that nobody can understand. */
export class ProtocolBroken extends Error {
  override readonly name = "ProtocolBroken";
}

/** A source whose subjects can be copied: the reference and its mutants. */
export interface ForkableSource<V extends Vocabulary<V>> extends SubjectSource<V> {
  boot(geometry: Geometry): ForkableSubject<V>;
}
