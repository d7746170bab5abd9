import { type Answer, applies, type Command, type Contract, type State, type Vocabulary } from "../model/contract.ts";
import type { Docket } from "../model/rule.ts";
import type { Outcome, Subject } from "../model/subject.ts";
import type { Excuse } from "./judge-step.ts";
import { runAhead, runBatches } from "./run-batches.ts";
import { type Run, type RunReport, reportOf, settles, skip } from "./running.ts";
import type { Script } from "./script.ts";
import type { Tally } from "./tally.ts";

export type { RunReport };

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
    const performAll = subject.performAll.bind(subject);
    return options.ahead === true
      ? runAhead(run, performAll, options.batch)
      : runBatches(run, performAll, options.batch);
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

/** An outcome always has a kind and a promise never has one; cheaper than asking for the class of either. */
function isLater<T extends { readonly kind: string }>(outcome: T | Promise<T>): outcome is Promise<T> {
  return (outcome as Partial<T>).kind === undefined;
}
