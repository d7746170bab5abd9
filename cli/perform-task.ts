import type { State, Vocabulary } from "../model/contract.ts";
import type { SubjectSource } from "../model/subject.ts";
import { type CampaignOptions, campaign, type Progress } from "../properties/campaign.ts";
import { isBeyond } from "../properties/honest.ts";
import type { Suite } from "../properties/suite.ts";
import { needsOf, resolveSource, withSuite } from "../properties/suites.ts";
import { excuseOf } from "../replay/known.ts";
import { type Rechecked, recheckKnown } from "../replay/known-recheck.ts";
import type { Hooks } from "./hooks.ts";
import { isOutside } from "./outside.ts";
import { plainReport } from "./plain-report.ts";
import type { Report } from "./report.ts";
import type { Task } from "./task.ts";

/** More runs than any time limit lets happen. */
const noLimit = Number.MAX_SAFE_INTEGER;

/** Of somebody else's program, and of a mechanism measured by more than it owes, every broken rule is news. */
const mostRules = 10;

/** How often a counterexample of somebody else's program is repeated. */
const repetitions = 5;

/** One of our own faults is enough. */
function rulesToBreak<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
  { subject, profile, only }: Task,
): number {
  const isNews = isOutside(subject) || isBeyond(suite, source, profile);
  return isNews ? Math.min(mostRules, only?.length ?? mostRules) : 1;
}

/** @throws {CannotStart} when the subject cannot be started, or can have no geometry like this one */
export const performTask = (task: Task, hooks: Hooks): Promise<Report> =>
  withSuite(task.contract, (suite) => performWith(suite, task, hooks));

async function performWith<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  task: Task,
  hooks: Hooks,
): Promise<Report> {
  const opening = { ...task.opening, profile: task.profile, signal: hooks.signal };
  const source = await resolveSource(suite, task.subject, opening);
  if (source === undefined) throw new Error(`subject ${task.subject} of ${task.contract} was not looked up first`);
  try {
    const rechecked: Rechecked[] = [];
    for (const known of task.known) rechecked.push(...(await recheckKnown(suite.contract, known, source)));
    const enough = new AbortController();
    const report = await campaign(suite, source, {
      ...optionsOf(task, source.version),
      needs: needsOf(suite, task.subject),
      maxFailures: rulesToBreak(suite, source, task),
      goesOn: isBeyond(suite, source, task.profile),
      signal: AbortSignal.any([hooks.signal, enough.signal]),
      onProgress: (progress) => {
        hooks.onProgress({ ...progress, label: `${task.contract} ${task.subject}`, ...allowed(task) });
        if (isEnough(task, progress)) enough.abort();
      },
    });
    const ending = report.ending === "interrupted" && !hooks.signal.aborted ? "held" : report.ending;
    return plainReport(suite.contract, task, { ...report, ending }, rechecked, source);
  } finally {
    await source.close();
  }
}

const allowed = ({ timeMs, runs }: Task) => ({ timeMs, runsAllowed: runs });

/** Whether the ordinary time is over and no rule is left that patience could help. */
const isEnough = ({ timeMs, patienceMs }: Task, { elapsedMs, rulesHit, rulesInForce }: Progress): boolean =>
  patienceMs > 0 && timeMs !== undefined && elapsedMs >= timeMs && rulesHit === rulesInForce;

function optionsOf<V extends Vocabulary<V>>(task: Task, version: string): CampaignOptions<V> {
  const { profile, only, base, seed, runs = noLimit, steps, timeMs, patienceMs, concurrency } = task;
  const excuses = task.known.map((known) => excuseOf(known, version));
  return {
    profile,
    ...(only === undefined ? {} : { only }),
    base,
    seed,
    runs,
    steps,
    ...(timeMs === undefined ? {} : { timeMs: timeMs + patienceMs }),
    concurrency,
    ...(isOutside(task.subject) ? { shrink: { confirm: repetitions } } : {}),
    known: (violation, ask) => excuses.some((excuse) => excuse(violation, ask)),
  };
}
