import type { Answer, Command, Contract, Kind, State, Vocabulary } from "../model/contract.ts";
import type { Outcome, Subject, SubjectSource } from "../model/subject.ts";
import { flawIn } from "../wire/flaw.ts";
import type { WireContract } from "../wire/schema.ts";
import { shapeOf } from "../wire/shape.ts";

/** What guarding needs of a suite. */
export interface Guardable<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly wire: WireContract<V>;
}

/**
 * A source whose subjects need not be trusted to keep to the shapes of the contract. What is no outcome, what is no answer to
 * its command, and what is thrown becomes `lost`, with one sentence that says what came instead; laws judge well-shaped
 * answers only, and would take others for violations. Answers are copied, so that a subject may use one object twice.
 */
export function guarded<V extends Vocabulary<V>, S extends State<S>>(
  suite: Guardable<V, S>,
  source: SubjectSource<V>,
): SubjectSource<V> {
  return {
    name: source.name,
    version: source.version,
    world: source.world,
    speaks: source.speaks,
    adapt: (geometry) => source.adapt(geometry),
    boot: (geometry) => {
      const booted = source.boot(geometry);
      return booted instanceof Promise ? booted.then((subject) => guard(suite, subject)) : guard(suite, booted);
    },
    close: () => source.close(),
  };
}

function guard<V extends Vocabulary<V>, S extends State<S>>(suite: Guardable<V, S>, subject: Subject<V>): Subject<V> {
  const taken = (ask: Command<V>, value: unknown) => outcomeOf(suite, ask, value);
  const thrown = (ask: Command<V>, error: unknown) => lost(suite, ask, `it threw: ${messageOf(error)}`);
  const performAll = subject.performAll?.bind(subject);
  return {
    perform: (ask) => {
      try {
        const value: unknown = subject.perform(ask);
        if (!(value instanceof Promise)) return taken(ask, value);
        return value.then(
          (later: unknown) => taken(ask, later),
          (error: unknown) => thrown(ask, error),
        );
      } catch (error) {
        return thrown(ask, error);
      }
    },
    ...(performAll === undefined ? {} : { performAll: (asks) => guardBatch(suite, performAll, asks) }),
    stop: () => subject.stop(),
  };
}

/** The outcomes up to the first that lost the subject; fewer than commands where the subject could not tell more. */
async function guardBatch<V extends Vocabulary<V>, S extends State<S>>(
  suite: Guardable<V, S>,
  performAll: NonNullable<Subject<V>["performAll"]>,
  asks: readonly Command<V>[],
): Promise<readonly Outcome<Answer<V>>[]> {
  const [first] = asks;
  if (first === undefined) return [];
  try {
    const values: unknown = await performAll(asks);
    if (!Array.isArray(values)) return [lost(suite, first, "what came back for a batch is no list of outcomes")];
    const outcomes: Outcome<Answer<V>>[] = [];
    for (const [at, ask] of asks.slice(0, values.length).entries()) {
      const outcome = outcomeOf(suite, ask, values[at]);
      outcomes.push(outcome);
      if (outcome.kind === "lost") break;
    }
    return outcomes;
  } catch (error) {
    return [lost(suite, first, `it threw: ${messageOf(error)}`)];
  }
}

function outcomeOf<V extends Vocabulary<V>, S extends State<S>>(
  suite: Guardable<V, S>,
  ask: Command<V>,
  value: unknown,
): Outcome<Answer<V>> {
  const { kind, answer, why, link } = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const reason = typeof why === "string" ? why : "no reason given";
  if (kind === "lost") return { kind, why: reason };
  if (kind === "declined") return { kind, why: reason, ...(typeof link === "string" ? { link } : {}) };
  if (kind !== "answered") {
    return lost(suite, ask, "what came back is no outcome: its kind is none of answered, declined, lost");
  }
  const flaw = flawIn(shapeOf(suite.wire[ask.kind as Kind<V>].answer), answer, "answer");
  if (flaw !== null) return lost(suite, ask, `what came back is no answer to that: ${flaw}`);
  return { kind, answer: structuredClone(answer) as Answer<V> };
}

const lost = <V extends Vocabulary<V>, S extends State<S>>(
  { contract }: Guardable<V, S>,
  ask: Command<V>,
  what: string,
): { readonly kind: "lost"; readonly why: string } => ({
  kind: "lost",
  why: `at "${contract.sayAsk(ask)}" ${what}`,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
