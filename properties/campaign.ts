import type { State, Vocabulary } from "../model/contract.ts";
import { type Docket, openDocket, profilesUpTo } from "../model/rule.ts";
import { ResetDeclined, type SubjectSource } from "../model/subject.ts";
import { openBreath } from "../replay/breathe.ts";
import { countDeclined, openTally, tallyOf, totals } from "../replay/tally.ts";
import { shrinkFailure, simplestBreak, takeOut } from "./campaign-failure.ts";
import type { CampaignOptions } from "./campaign-options.ts";
import {
  type CampaignDeviation,
  type CampaignFailure,
  type CampaignLoss,
  type CampaignReport,
  type CampaignRule,
  type Progress,
  rulesOf,
} from "./campaign-report.ts";
import { type DoneRun, type NumberedRun, performRun, planAhead, planRun, type RunPlan } from "./campaign-run.ts";
import { generationDocket, ReferenceBroken } from "./compose.ts";
import { suiteFor } from "./honest.ts";
import { lookedAt } from "./looked-at.ts";
import { notStarted } from "./not-started.ts";
import { openPace } from "./pace.ts";
import type { Suite } from "./suite.ts";

export type { CampaignFailure, CampaignOptions, CampaignReport, Progress };

/** Subjects that may be lost before it is no use to go on. */
const MOST_LOST = 3;
/** Geometries that may be declined before the first run. */
const MOST_UNFIT = 20;
/** Runs that may be repeated because a subject was asked ahead. */
const MOST_OUTRUN = 5;
const PROGRESS_MS = 200;

/** A campaign in progress. */
interface Campaign<V extends Vocabulary<V>, S extends State<S>> {
  readonly suite: Suite<V, S>;
  readonly source: SubjectSource<V>;
  readonly options: CampaignOptions<V>;
  readonly plan: RunPlan<V, S>;
  /** For the report; that of the plan may have rules taken out. */
  readonly docket: Docket;
  readonly begun: number;
  readonly breathe: () => Promise<void> | undefined;
  readonly broken: Set<string>;
  readonly failures: CampaignFailure<V>[];
  readonly deviations: Map<string, CampaignDeviation<V>>;
  readonly lost: CampaignLoss[];
  /** The last that a subject said of a geometry it did not want. */
  unfit: ResetDeclined | null;
  next: number;
  runs: number;
  reported: number;
}

/**
 * Generates scripts, runs them against subjects of one make and judges the answers, until a budget ends or enough rules are
 * broken; what broke a rule is shrunk. Everything follows from the seed: run number i is the same in every campaign.
 *
 * @throws {CannotStart} when no subject can be started at all
 * @throws {ProtocolBroken} when none gets as far as the first command, because they do not keep to the protocol
 * @throws {ReferenceBroken} when the reference breaks a rule, which is a bug of this project
 */
export async function campaign<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
  options: CampaignOptions<V>,
): Promise<CampaignReport<V>> {
  const current = open(suiteFor(suite, source, options.profile), lookedAt(suite, source), options);
  await Promise.all(Array.from({ length: options.concurrency ?? 1 }, () => lane(current)));
  if (current.runs === 0 && current.unfit !== null) throw current.unfit;
  return reportOf(current);
}

function open<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
  options: CampaignOptions<V>,
): Campaign<V, S> {
  const { contract } = suite;
  const docket = openDocket(contract.rules, {
    profiles: profilesUpTo(contract.profiles, options.profile),
    world: source.world,
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const plan: RunPlan<V, S> = {
    suite,
    source,
    base: options.base,
    needs: options.needs ?? {},
    seed: options.seed,
    steps: options.steps,
    pace: openPace(options),
    ahead: { left: MOST_OUTRUN },
    excuse: options.known,
    generation: generationDocket(contract, suite.owes),
    docket: { ...docket, inForce: docket.inForce.slice() },
    tally: openTally(Object.keys(contract.laws)),
  };
  return {
    suite,
    source,
    options,
    plan,
    docket,
    begun: performance.now(),
    breathe: openBreath(),
    broken: new Set(),
    failures: [],
    deviations: new Map(),
    lost: [],
    unfit: null,
    next: 0,
    runs: 0,
    reported: Number.NEGATIVE_INFINITY,
  };
}

/** One run after the other until the campaign is over. The next one is planned while the subject is busy with the last. */
async function lane<V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>): Promise<void> {
  let ahead = nextRun(current);
  while (ahead !== null && !isOver(current)) {
    const run = ahead;
    ahead = null;
    const done = await attempt(current, run, () => {
      ahead = nextRun(current);
      if (ahead !== null) ahead = planAhead(current.plan, ahead.index);
    });
    if (done !== null) await absorb(current, run.index, done);
    tellProgress(current);
    const breath = current.breathe();
    if (breath !== undefined) await breath;
    ahead ??= nextRun(current);
  }
}

/** Null when there are as many as are wanted. */
const nextRun = <V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>): NumberedRun<V> | null =>
  current.next < current.options.runs ? { index: current.next++ } : null;

function isOver<V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>): boolean {
  const { options, begun, broken, lost } = current;
  if (options.signal?.aborted === true) return true;
  if (broken.size >= (options.maxFailures ?? 1) || lost.length >= MOST_LOST) return true;
  return options.timeMs !== undefined && performance.now() - begun >= options.timeMs;
}

/** A run; null when its subject did not start although others did. */
async function attempt<V extends Vocabulary<V>, S extends State<S>>(
  current: Campaign<V, S>,
  { index, planned }: NumberedRun<V>,
  meanwhile: () => void,
): Promise<DoneRun<V> | null> {
  try {
    return await performRun(current.plan, planned ?? planRun(current.plan, index), meanwhile);
  } catch (error) {
    if (error instanceof ReferenceBroken) throw await simplestBreak(current.suite, error);
    if (error instanceof ResetDeclined && isUnfit(current, error)) return null;
    if (current.runs === 0) throw error;
    current.lost.push({ ...notStarted(error), step: 0, runIndex: index });
    return null;
  }
}

/** Counts a geometry that the subject does not want, as it may. False when it has not wanted any of so many. */
function isUnfit<V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>, error: ResetDeclined): boolean {
  const { tally } = current.plan;
  countDeclined(tally, "reset", error);
  current.unfit = error;
  return current.runs > 0 || tallyOf(tally, "reset").declined < MOST_UNFIT;
}

/** Takes in what a run has shown. */
async function absorb<V extends Vocabulary<V>, S extends State<S>>(
  current: Campaign<V, S>,
  index: number,
  done: DoneRun<V>,
): Promise<void> {
  const { ending, excused, steps } = done.report;
  current.runs++;
  for (const { violation, ask, step } of excused) {
    const key = `${violation.rule} ${ask.kind}`;
    const known = current.deviations.get(key);
    const first = known?.steps ?? steps.slice(0, step + 1);
    current.deviations.set(key, { rule: violation.rule, ask: ask.kind, count: (known?.count ?? 0) + 1, steps: first });
  }
  if (ending.kind === "inconclusive") {
    const { why, step, broke } = ending;
    current.lost.push({ why, step, runIndex: index, ...(broke === undefined ? {} : { broke }) });
  }
  if (ending.kind !== "violated" || current.broken.has(ending.violation.rule)) return;
  const { violation } = ending;
  current.broken.add(violation.rule);
  tellProgress(current);
  const { suite, source, options, plan } = current;
  const judgedUnder =
    options.goesOn === true ? { ...options, only: takeOut(suite.contract, plan.docket, violation) } : options;
  current.failures.push(await shrinkFailure(suite, source, judgedUnder, { index, steps, ...done, violation }));
}

function tellProgress<V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>): void {
  const { options, begun, plan, runs, broken, docket } = current;
  const now = performance.now();
  if (options.onProgress === undefined || now - current.reported < PROGRESS_MS) return;
  current.reported = now;
  const { inForce, premises } = docket;
  options.onProgress({
    runs,
    steps: totals(plan.tally).applied,
    elapsedMs: now - begun,
    rulesHit: inForce.filter((on, rule) => on === 1 && (premises[rule] ?? 0) > 0).length,
    rulesInForce: inForce.filter((on) => on === 1).length,
    failures: broken.size,
  });
}

function reportOf<V extends Vocabulary<V>, S extends State<S>>(current: Campaign<V, S>): CampaignReport<V> {
  const { suite, source, options, plan, docket, begun, runs, failures, deviations, lost } = current;
  const rules = rulesOf(suite.contract, docket, source, plan.tally);
  return {
    contract: suite.contract.name,
    profile: options.profile,
    subject: source.name,
    version: source.version,
    seed: options.seed,
    runs,
    steps: totals(plan.tally).applied,
    elapsedMs: performance.now() - begun,
    tally: plan.tally,
    rules,
    ending: endingOf(current, rules),
    failures: failures.toSorted((a, b) => a.runIndex - b.runIndex),
    deviations: [...deviations.values()],
    lost,
  };
}

function endingOf<V extends Vocabulary<V>, S extends State<S>>(
  { failures, options, lost }: Campaign<V, S>,
  rules: readonly CampaignRule[],
): CampaignReport<V>["ending"] {
  if (failures.length > 0) return "violated";
  if (options.signal?.aborted === true) return "interrupted";
  const judged = rules.some(({ inForce, premises }) => inForce && premises > 0);
  return lost.length > 0 || !judged ? "inconclusive" : "held";
}
