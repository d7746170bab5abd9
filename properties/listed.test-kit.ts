import type { Answer, Command, Kind, Law, Vocabulary } from "../model/contract.ts";

/** Every answer the law accepts. @throws when the law lists none: it would be compared with nothing, and agree */
export function listed<V extends Vocabulary<V>, K extends Kind<V>, S>(
  law: Law<V, K, S>,
  state: S,
  ask: Command<V, K>,
): Iterable<Answer<V, K>> {
  if (law.answers === undefined) throw new Error(`the law of ${ask.kind} does not list what it accepts`);
  return law.answers(state, ask);
}
