import { applies, type Command, type Contract, judge, type State, type Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import type { ForkableSource, ForkableSubject } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";
import type { Composer } from "../composer.ts";

/** What a search needs of a suite. */
export interface Searchable<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly composer: Composer<V, S>;
}

/** What to look for, and how far. */
export interface SearchOptions<S = never> {
  readonly profile: string;
  /** Stop at a violation of this rule only; any other violation ends that branch. Absent: at any violation. */
  readonly rule?: string;
  /** Longest sequence to try. */
  readonly depth: number;
  /** Distinct joint states to keep; reaching it ends the search without an answer. */
  readonly states: number;
  /** Restricts the commands that are tried; absent means every command the composer enumerates. */
  readonly only?: (ask: { readonly kind: string }) => boolean;
  /**
   * How many commands a violation takes from this state at least. States from which it takes more than there are left are not
   * continued: none of what is sought is lost as long as nobody claims more than it takes.
   */
  readonly atLeast?: (state: S) => number;
}

/** What the search came to. */
export type SearchResult<V extends Vocabulary<V>> =
  /** No shorter sequence of enumerated commands violates the rule. */
  | {
      readonly kind: "found";
      readonly commands: readonly Command<V>[];
      readonly violation: Violation;
      readonly states: number;
    }
  /** Every sequence up to `depth` was tried; none violates. */
  | { readonly kind: "none"; readonly states: number }
  | { readonly kind: "gave-up"; readonly depth: number; readonly states: number };

interface Node<V extends Vocabulary<V>, S> {
  readonly subject: ForkableSubject<V>;
  readonly state: S;
  readonly parent: Node<V, S> | null;
  readonly ask: Command<V> | null;
}

/**
 * Breadth-first search over everything the composer enumerates, of the subject and the specification together. Two
 * histories that leave both in the same state are continued once, so what it finds first is the shortest there is.
 */
export function search<V extends Vocabulary<V>, S extends State<S>>(
  { contract, composer }: Searchable<V, S>,
  source: ForkableSource<V>,
  geometry: Geometry,
  options: SearchOptions<S>,
): SearchResult<V> {
  const docket = openDocket(contract.rules, {
    profiles: profilesUpTo(contract.profiles, options.profile),
    world: source.world,
  });
  const root: Node<V, S> = {
    subject: source.boot(geometry),
    state: contract.begin(geometry, docket),
    parent: null,
    ask: null,
  };
  const seen = new Set([keyOf(root)]);
  let frontier: Node<V, S>[] = [root];
  for (let depth = 1; depth <= options.depth && frontier.length > 0; depth++) {
    const next: Node<V, S>[] = [];
    for (const { parent, ask, reached } of edges(contract, composer, frontier, options)) {
      if ("violation" in reached) {
        return { kind: "found", commands: pathTo(parent, ask), violation: reached.violation, states: seen.size };
      }
      if (depth + (options.atLeast?.(reached.child.state) ?? 1) > options.depth) continue;
      const key = keyOf(reached.child);
      if (seen.has(key)) continue;
      if (seen.size >= options.states) return { kind: "gave-up", depth, states: seen.size };
      seen.add(key);
      next.push(reached.child);
    }
    frontier = next;
  }
  return { kind: "none", states: seen.size };
}

type Reached<V extends Vocabulary<V>, S> = { readonly violation: Violation } | { readonly child: Node<V, S> };

/** Every command that can follow any node of the frontier, and where it leads. */
function* edges<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  composer: Composer<V, S>,
  frontier: readonly Node<V, S>[],
  { only, rule }: SearchOptions<S>,
): Iterable<{ readonly parent: Node<V, S>; readonly ask: Command<V>; readonly reached: Reached<V, S> }> {
  for (const parent of frontier) {
    for (const ask of composer.enumerate(parent.state)) {
      const reached = only?.(ask) === false ? null : follow(contract, parent, ask);
      if (reached === null || ("violation" in reached && rule !== undefined && reached.violation.rule !== rule))
        continue;
      yield { parent, ask, reached };
    }
  }
}

/** One step further on copies of both sides, or null where the subject would not take it. */
function follow<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  node: Node<V, S>,
  ask: Command<V>,
): Reached<V, S> | null {
  if (!applies(contract.laws, node.state, ask)) {
    throw new Error(`the composer enumerated a command that does not apply: ${contract.sayAsk(ask)}`);
  }
  const subject = node.subject.fork();
  const outcome = subject.perform(ask);
  if (outcome.kind !== "answered") return null;
  const state = node.state.fork();
  const verdict = judge(contract.laws, state, { ask, answer: outcome.answer });
  if (verdict.kind === "illegal") return { violation: verdict.violation };
  return { child: { subject, state, parent: node, ask } };
}

function keyOf<V extends Vocabulary<V>, S extends State<S>>({ subject, state }: Node<V, S>): string {
  return `${state.key()}\n${subject.key()}`;
}

function pathTo<V extends Vocabulary<V>, S>(node: Node<V, S>, last: Command<V>): Command<V>[] {
  const path = [last];
  for (let at: Node<V, S> | null = node; at !== null && at.ask !== null; at = at.parent) path.push(at.ask);
  return path.reverse();
}
