import { judge, type State, type Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { generationDocket, proposeSome } from "../properties/compose.ts";
import { diceOf } from "../properties/dice.ts";
import { moodTable } from "../properties/moods.ts";
import type { Suite } from "../properties/suite.ts";

/** Steps per second of processor time in each part of one long run, in order. */
export type Parts = readonly number[];

/**
 * One guest that is asked `steps` commands in a row, in the ordinary mood, and judged: generate + perform + judge, once each.
 * Nothing is kept but subject and specification, so what slows down is one of them.
 */
export function longRun<V extends Vocabulary<V>, S extends State<S>>(
  { contract, composer, reference, owes }: Suite<V, S>,
  geometry: Geometry,
  { steps, parts, seed }: { readonly steps: number; readonly parts: number; readonly seed: number },
): Parts {
  const state = contract.begin(geometry, generationDocket(contract, owes));
  const subject = reference.boot(geometry);
  const dice = diceOf(2026, seed);
  const table = moodTable(composer.weights);
  const part = (): number => {
    const begun = process.cpuUsage();
    for (let i = 0; i < steps / parts; i++) {
      const ask = proposeSome(composer, table, state, dice);
      if (ask === null) throw new Error("nothing can be asked any more");
      const outcome = subject.perform(ask);
      if (outcome.kind === "declined") continue;
      if (outcome.kind === "lost") throw new Error(`${contract.sayAsk(ask)}: lost, ${outcome.why}`);
      const verdict = judge(contract.laws, state, { ask, answer: outcome.answer });
      if (verdict.kind === "illegal") throw new Error(`the reference broke ${JSON.stringify(verdict.violation)}`);
    }
    const { user, system } = process.cpuUsage(begun);
    return (steps / parts / (user + system)) * 1e6;
  };
  return Array.from({ length: parts }, part);
}
