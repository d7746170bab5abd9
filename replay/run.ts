import {
  type Answer,
  applies,
  type Command,
  type Contract,
  type State,
  type Step,
  type Vocabulary,
} from "../model/contract.ts";
import type { Docket } from "../model/rule.ts";
import type { Outcome, Subject } from "../model/subject.ts";
import type { Ending, Violation } from "../model/verdict.ts";
import { type Excuse, type Excused, judgeStep, type Trial } from "./judge-step.ts";
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

/** How a run is done and what it is to do on the way. */
export interface RunOptions<V extends Vocabulary<V>> {
  /** Counts are added to this one. */
  readonly tally?: Tally;
  /** Most commands sent at once, where the subject takes several. Absent: one at a time. */
  readonly batch?: number;
  /**
   * Whether a batch may hold commands that do not apply yet. That is many times faster for short-lived handles, and for
   * subjects that decline what they cannot make sense of: such a command counts as never asked. One that answers it instead
   * outruns the specification, and the run ends there.
   */
  readonly ahead?: boolean;
  /** Whether a violation is known and passed over: it is listed, and the run goes on from what the answer says. */
  readonly excuse?: Excuse<V>;
}

/** A run in progress. */
interface Run<V extends Vocabulary<V>, S extends State<S>> extends Trial<V, S> {
  readonly script: Script<V>;
  readonly tally: Tally | undefined;
  skipped: number;
  declined: number;
  outran: boolean;
  ending: Ending;
}

/**
 * Asks the subject every command that applies and judges each answer, until the first violation or until the subject is
 * lost. Answers at once when the subject does; only a subject that answers later makes it a promise. The subject is not
 * stopped: whoever booted it stops it.
 */
export function runScript<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  docket: Docket,
  subject: Subject<V>,
  script: Script<V>,
  options: RunOptions<V> = {},
): RunReport<V> | Promise<RunReport<V>> {
  const run: Run<V, S> = {
    contract,
    docket,
    script,
    tally: options.tally,
    excuse: options.excuse,
    state: contract.begin(script.geometry, docket),
    anchor: null,
    steps: [],
    excused: [],
    skipped: 0,
    declined: 0,
    outran: false,
    ending: { kind: "held" },
  };
  if (options.batch !== undefined && options.batch > 1 && subject.performAll !== undefined) {
    return runBatches(run, subject.performAll.bind(subject), options.batch, options.ahead === true);
  }
  return proceed(run, subject);
}

/** One command at a time, without waiting for as long as answers come at once. */
function proceed<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  subject: Subject<V>,
): RunReport<V> | Promise<RunReport<V>> {
  const { commands } = run.script;
  const { laws } = run.contract;
  for (let at = 0; at < commands.length; at++) {
    const ask = commands[at] as Command<V>;
    if (!applies(laws, run.state, ask)) {
      skip(run, ask);
      continue;
    }
    const outcome = subject.perform(ask);
    if (isLater(outcome)) return wait(run, subject, at, outcome);
    if (settles(run, at, ask, outcome)) break;
  }
  return reportOf(run);
}

/** The rest of a run whose subject answers later. */
async function wait<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  subject: Subject<V>,
  from: number,
  first: Promise<Outcome<Answer<V>>>,
): Promise<RunReport<V>> {
  const { commands } = run.script;
  if (settles(run, from, commands[from] as Command<V>, await first)) return reportOf(run);
  for (let at = from + 1; at < commands.length; at++) {
    const ask = commands[at] as Command<V>;
    if (!applies(run.contract.laws, run.state, ask)) skip(run, ask);
    else if (settles(run, at, ask, await subject.perform(ask))) break;
  }
  return reportOf(run);
}

/**
 * Several commands at a time. Whether a command applies is certain only when everything before it has been answered, so a
 * batch is the longest row of commands that apply now: what does not apply yet waits for the answers, and is skipped only
 * when it comes first, unless the subject may be asked ahead. A command of the batch may still stop to apply through an answer before it. The subject has then
 * done something the specification has no opinion on; judging anything later would be unsound for one subject or another,
 * so the run ends there as inconclusive and says that it outran itself. A violation found before that point stands.
 */
async function runBatches<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  performAll: (asks: readonly Command<V>[]) => Promise<readonly Outcome<Answer<V>>[]>,
  most: number,
  ahead: boolean,
): Promise<RunReport<V>> {
  const { commands } = run.script;
  let at = 0;
  while (at < commands.length) {
    const end = rowEnd(run, at, most, ahead);
    if (end === at) {
      skip(run, commands[at] as Command<V>);
      at++;
      continue;
    }
    const outcomes = await performAll(commands.slice(at, end));
    if (settlesBatch(run, at, end, outcomes)) break;
    at = end;
  }
  return reportOf(run);
}

/** The end of the row of commands from `at` on that all apply now; of which the first applies now, where one may run ahead. */
function rowEnd<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  at: number,
  most: number,
  ahead: boolean,
): number {
  const { commands } = run.script;
  const limit = Math.min(commands.length, at + most);
  if (ahead) return applies(run.contract.laws, run.state, commands[at] as Command<V>) ? limit : at;
  let end = at;
  while (end < limit && applies(run.contract.laws, run.state, commands[end] as Command<V>)) end++;
  return end;
}

/** Judges the answers to commands `at` to `end`, in order. True when the run is over. */
function settlesBatch<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  at: number,
  end: number,
  outcomes: readonly Outcome<Answer<V>>[],
): boolean {
  for (let i = at; i < end; i++) {
    const ask = run.script.commands[i] as Command<V>;
    const outcome = outcomes[i - at];
    if (outcome === undefined) return outrun(run, i, "sent in a batch, and what came of it could not be told");
    if (i > at && !applies(run.contract.laws, run.state, ask)) {
      if (outcome.kind === "declined") {
        skip(run, ask);
        continue;
      }
      return outrun(run, i, "sent in a batch, but it no longer applied when its turn came");
    }
    if (settles(run, i, ask, outcome)) return true;
  }
  return false;
}

/** Ends a run that can only be judged one command at a time from here on. */
function outrun<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>, step: number, why: string): true {
  run.outran = true;
  run.ending = { kind: "inconclusive", step, why };
  return true;
}

/** Takes in one outcome. True when the run is over. */
function settles<V extends Vocabulary<V>, S extends State<S>>(
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

function skip<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>, ask: Command<V>): void {
  run.skipped++;
  if (run.tally !== undefined) tallyOf(run.tally, ask.kind).skipped++;
}

function reportOf<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>): RunReport<V> {
  const { ending, steps, skipped, declined, excused, outran } = run;
  return { ending, steps, skipped, declined, excused, outran };
}

/** An outcome always has a kind and a promise never has one; cheaper than asking for the class of either. */
function isLater<T extends { readonly kind: string }>(outcome: T | Promise<T>): outcome is Promise<T> {
  return (outcome as Partial<T>).kind === undefined;
}
