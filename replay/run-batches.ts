import { type Answer, applies, type Command, type State, type Vocabulary } from "../model/contract.ts";
import type { Outcome } from "../model/subject.ts";
import { type Run, type RunReport, reportOf, settles, skip } from "./running.ts";

/** Asks a subject several commands in order, and says what came of each. */
export type PerformAll<V extends Vocabulary<V>> = (
  asks: readonly Command<V>[],
) => Promise<readonly Outcome<Answer<V>>[]>;

/**
 * Several commands at a time. Whether a command applies is certain only when everything before it has been answered, so a
 * batch is the longest row of commands that apply now: what does not apply yet waits for the answers, and is skipped only
 * when it comes first. A command of the batch may still stop to apply through an answer before it. The subject has then
 * done something the specification has no opinion on; judging anything later would be unsound for one subject or another,
 * so the run ends there as inconclusive and says that it outran itself. A violation found before that point stands.
 */
export async function runBatches<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  performAll: PerformAll<V>,
  most: number,
): Promise<RunReport<V>> {
  const { commands } = run.script;
  let at = 0;
  while (at < commands.length) {
    const end = rowEnd(run, at, most);
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

/**
 * As {@link runBatches}, but commands need not apply yet when they are sent. So the next batch need not wait for what came of
 * the last: that is judged while the subject is busy.
 */
export async function runAhead<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  performAll: PerformAll<V>,
  most: number,
): Promise<RunReport<V>> {
  const { commands } = run.script;
  let told = performAll(commands.slice(0, most));
  for (let at = 0; at < commands.length; at += most) {
    const outcomes = await told;
    const end = at + most;
    const isLost = outcomes.at(-1)?.kind === "lost";
    const next = end < commands.length && !isLost ? performAll(commands.slice(end, end + most)) : null;
    const isOver = settlesBatch(run, at, Math.min(end, commands.length), outcomes);
    if (next === null) break;
    if (isOver) {
      const after = await next; // nobody else may be told what was said to this run
      if (run.outran) settlesLoss(run, end, after);
      break;
    }
    told = next;
  }
  return reportOf(run);
}

/** The end of the row of commands from `at` on that all apply now. */
function rowEnd<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>, at: number, most: number): number {
  const { commands } = run.script;
  const limit = Math.min(commands.length, at + most);
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
    if (!applies(run.contract.laws, run.state, ask)) {
      if (outcome.kind === "declined") {
        skip(run, ask);
        continue;
      }
      if (settlesLoss(run, at, outcomes)) return true;
      return outrun(run, i, "sent in a batch, but it no longer applied when its turn came");
    }
    if (settles(run, i, ask, outcome)) return true;
  }
  return false;
}

/**
 * Ends a run in whose batch, sent from command `at` on, the subject was lost. False when it was not. Being lost is told also of one that
 * had outrun the specification before: else a crash would go unseen.
 */
function settlesLoss<V extends Vocabulary<V>, S extends State<S>>(
  run: Run<V, S>,
  at: number,
  outcomes: readonly Outcome<Answer<V>>[],
): boolean {
  const step = at + outcomes.length - 1;
  const loss = outcomes.at(-1);
  if (loss?.kind !== "lost") return false;
  run.outran = false;
  return settles(run, step, run.script.commands[step] as Command<V>, loss);
}

/** Ends a run that can only be judged one command at a time from here on. */
function outrun<V extends Vocabulary<V>, S extends State<S>>(run: Run<V, S>, step: number, why: string): true {
  run.outran = true;
  run.ending = { kind: "inconclusive", step, why };
  return true;
}
