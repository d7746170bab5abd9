import { type Command, type Contract, judge, type State, type Step, type Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Docket } from "../model/rule.ts";
import type { Violation } from "../model/verdict.ts";

/** Says whether a violation at this command is known, so that the run may go on. */
export type Excuse<V extends Vocabulary<V>> = (violation: Violation, ask: Command<V>) => boolean;

/** A violation that was excused. */
export interface Excused<V extends Vocabulary<V>> {
  readonly violation: Violation;
  readonly ask: Command<V>;
  /** Position among the judged steps. */
  readonly step: number;
}

/** The judged part of a run. */
export interface Trial<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly docket: Docket;
  readonly script: { readonly geometry: Geometry };
  readonly excuse: Excuse<V> | undefined;
  readonly steps: Step<V>[];
  readonly excused: Excused<V>[];
  /** Everything before the next step; moves on with every step. */
  state: S;
  /** A copy of the state after the first `steps` steps, from which a spoiled state is made anew; null is the beginning. */
  anchor: { readonly state: S; readonly steps: number } | null;
}

/** Judges one more step. Returns the violation that ends the run, or null to go on. */
export function judgeStep<V extends Vocabulary<V>, S extends State<S>>(
  trial: Trial<V, S>,
  step: Step<V>,
): Violation | null {
  trial.steps.push(step);
  const verdict = judge(trial.contract.laws, trial.state, step);
  if (verdict.kind === "legal") return null;
  return trial.excuse === undefined ? verdict.violation : passOver(trial, step, verdict.violation, trial.excuse);
}

/**
 * Judges the step again without the rules whose violation is excused. An illegal verdict spoils the state, so it is made
 * anew from the recorded answers; the premises these count a second time are put back.
 */
function passOver<V extends Vocabulary<V>, S extends State<S>>(
  trial: Trial<V, S>,
  step: Step<V>,
  first: Violation,
  excuse: Excuse<V>,
): Violation | null {
  const { docket, contract } = trial;
  const lifted: number[] = [];
  let violation = first;
  while (excuse(violation, step.ask)) {
    const rule = contract.rules[violation.rule];
    if (rule === undefined) throw new Error(`a law names the rule ${violation.rule}, which the contract does not have`);
    if (lifted.includes(rule.index)) throw new Error(`a law judges ${rule.id} although it is not in force`);
    trial.excused.push({ violation, ask: step.ask, step: trial.steps.length - 1 });
    lifted.push(rule.index);
    const premises = docket.premises.slice();
    trial.state = rebuild(trial);
    for (const index of lifted) docket.inForce[index] = 0;
    const verdict = judge(contract.laws, trial.state, step);
    for (const index of lifted) docket.inForce[index] = 1;
    docket.premises.set(premises);
    if (verdict.kind === "legal") {
      trial.anchor = { state: trial.state.fork(), steps: trial.steps.length };
      return null;
    }
    violation = verdict.violation;
  }
  return violation;
}

/** The state before the last step. */
function rebuild<V extends Vocabulary<V>, S extends State<S>>({
  anchor,
  contract,
  docket,
  script,
  steps,
}: Trial<V, S>): S {
  const state = anchor === null ? contract.begin(script.geometry, docket) : anchor.state.fork();
  for (let i = anchor?.steps ?? 0; i < steps.length - 1; i++) {
    const again = judge(contract.laws, state, steps[i] as Step<V>);
    if (again.kind === "illegal")
      throw new Error(`a step that was legal is illegal when judged again: ${again.violation.rule}`);
  }
  return state;
}
