import type { Answer, Command, State, Step, Vocabulary } from "../model/contract.ts";
import type { Outcome } from "../model/subject.ts";
import type { Ending, Violation } from "../model/verdict.ts";
import { type Excused, judgeStep, type Trial } from "./judge-step.ts";
import type { Script } from "./script.ts";
import { countAnswer, countDeclined, type Tally, tallyOf } from "./tally.ts";

/** What came of running a script against a subject. */
export interface RunReport<V extends Vocabulary<V>> {
  /** Step numbers count the commands of the script, skipped ones included. */
  readonly ending: Ending;
  /** Everything that was judged, in order; the last one is the violating step when the run was violated. */
  readonly steps: readonly Step<V>[];
  /** Commands that did not apply. */
  readonly skipped: number;
  readonly declined: number;
  /** Violations that the caller excused, in order. */
  readonly excused: readonly Excused<V>[];
  /** Set when a batch ran ahead of what applies, so that judging stopped early. Running one command at a time tells more. */
  readonly outran: boolean;
}

/** A run in progress. */
export interface Run<V extends Vocabulary<V>, S extends State<S>> extends Trial<V, S> {
  readonly script: Script<V>;
  readonly tally: Tally | undefined;
  skipped: number;
  declined: number;
  outran: boolean;
  ending: Ending;
}

/** Takes in one outcome. True when the run is over. */
export function settles<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  at: number,
  ask: Command<V>,
  outcome: Outcome<Answer<V>>,
): boolean {
  if (outcome.kind === "answered") {
    if (run.tally !== undefined) countAnswer(run.tally, ask.kind, outcome.answer.kind);
    const violation: Violation | null = judgeStep(run, { ask, answer: outcome.answer });
    if (violation === null) return false;
    run.ending = { kind: "violated", step: at, violation };
    return true;
  }
  if (outcome.kind === "declined") {
    run.declined++;
    if (run.tally !== undefined) countDeclined(run.tally, ask.kind, outcome);
    return false;
  }
  const { why, broke } = outcome;
  run.ending = { kind: "inconclusive", step: at, why, ...(broke === undefined ? {} : { broke }) };
  return true;
}

/** Counts a command that did not apply. */
export function skip<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>, ask: Command<V>): void {
  run.skipped++;
  if (run.tally !== undefined) tallyOf(run.tally, ask.kind).skipped++;
}

/** What a run comes to. */
export function reportOf<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>): RunReport<V> {
  const { ending, steps, skipped, declined, excused, outran } = run;
  return { ending, steps, skipped, declined, excused, outran };
}
