import { checkGeometry } from "../model/check-geometry.ts";
import type { Contract, ContractName, State, Vocabulary } from "../model/contract.ts";
import { presets } from "../model/presets.ts";
import { type CampaignFailure, type CampaignReport, campaign } from "../properties/campaign.ts";
import type { Mutant } from "../properties/mutants/mutant.ts";
import type { Suite } from "../properties/suite.ts";
import { withSuite } from "../properties/suites.ts";
import type { AnyTranscript } from "../replay/transcript-content.ts";
import type { Hooks } from "./hooks.ts";
import { plainFailure } from "./plain-report.ts";

/** One mutant to put on trial. Plain data. */
export interface MutantTask {
  readonly contract: ContractName;
  /** Without `mutant:`. */
  readonly mutant: string;
  readonly seed: number;
  readonly timeMs: number;
  /** Seeds to hunt it with, `seed` and those after it. */
  readonly seeds: number;
}

/** How the trial of one mutant ended. */
export interface Conviction {
  readonly contract: ContractName;
  readonly mutant: string;
  /** The rule it was built to break. */
  readonly breaks: string;
  readonly verdict: "convicted" | "wrong rule" | "survived" | "interrupted";
  /** Rule it was convicted of; null when of none. */
  readonly rule: string | null;
  /** Runs and steps until the first failure, that one included. */
  readonly runs: number;
  readonly steps: number;
  /** Steps until the first failure, seed by seed; null where there was none in time. */
  readonly hunts: readonly (number | null)[];
  /** Steps of the shrunk counterexample; 0 without one. */
  readonly length: number;
  readonly elapsedMs: number;
  /** The shrunk counterexample. */
  readonly transcript: AnyTranscript | null;
}

/**
 * Guests to try, one kind after the other, and which share of the time each gets. Small guests and short runs find most
 * faults sooner and shrink faster; some faults need a guest with room, in which much has happened.
 */
const rounds = [
  { base: presets.tiny, steps: 100, share: 0.2 },
  { base: presets.small, steps: 100, share: 0.4 },
  { base: presets.small, steps: 600, share: 0.4 },
] as const;
/** Nearly every counterexample is minimal after a second. */
const shrinkMs = 10_000;
/** Seeds but the first are hunted with for as long as the first was at most, all of them together. */
const huntsMs = (task: MutantTask): number => 2 * task.timeMs;
const noLimit = Number.MAX_SAFE_INTEGER;

/** Tries one mutant until a rule convicts it or its time is over. */
export const convict = (task: MutantTask, hooks: Hooks): Promise<Conviction> =>
  withSuite(task.contract, (suite) => convictWith(suite, task, hooks));

/**
 * First the trial every subject gets: all rules of the mutant's profile. A mutant that another rule catches first is tried
 * again for the rules it was built to break, so that a wrong rule cannot hide that the right one is blind.
 */
async function convictWith<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  task: MutantTask,
  hooks: Hooks,
): Promise<Conviction> {
  const mutant = suite.mutants.find(({ name }) => name === task.mutant);
  if (mutant === undefined) throw new Error(`${task.contract} has no mutant ${task.mutant}`);
  const guilty = [mutant.breaks, ...(mutant.alsoBreaks ?? [])];
  const begun = Date.now();
  const first = await tryInRounds(suite, mutant, task, hooks, { shrink: true });
  const caught = first.failures[0]?.violation.rule;
  const right = caught !== undefined && guilty.includes(caught);
  const report =
    right || caught === undefined
      ? first
      : await tryInRounds(suite, mutant, task, hooks, { only: guilty, shrink: true });
  const failure = report.failures[0];
  const rule = failure?.violation.rule ?? caught ?? null;
  const elapsedMs = Date.now() - begun;
  return {
    contract: task.contract,
    mutant: mutant.name,
    breaks: mutant.breaks,
    verdict: judge(failure !== undefined && guilty.includes(failure.violation.rule), rule, hooks.signal.aborted),
    rule,
    runs: report.runs,
    steps: report.steps,
    length: failure?.steps.length ?? 0,
    hunts: [stepsIn(first), ...(await huntOn(suite, mutant, task, hooks))],
    elapsedMs,
    transcript: failure === undefined ? null : transcriptOf(suite.contract, mutant, task.seed, failure),
  };
}

const stepsIn = <V extends Vocabulary<V>>({ failures, steps }: CampaignReport<V>): number | null =>
  failures.length === 0 ? null : steps;

/** How many steps each further seed takes until any rule is broken. Nothing is shrunk. */
async function huntOn<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  mutant: Mutant<V>,
  task: MutantTask,
  hooks: Hooks,
): Promise<readonly (number | null)[]> {
  const until = Date.now() + huntsMs(task);
  const hunts: (number | null)[] = [];
  for (let at = 1; at < task.seeds && Date.now() < until && !hooks.signal.aborted; at++) {
    const seed = (task.seed + at) % 2 ** 32;
    hunts.push(stepsIn(await tryInRounds(suite, mutant, { ...task, seed }, hooks, { shrink: false })));
  }
  return hunts;
}

const transcriptOf = <V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  { name, profile }: Mutant<V>,
  seed: number,
  failure: CampaignFailure<V>,
): AnyTranscript => plainFailure(contract, { profile, subject: `mutant:${name}`, seed }, failure).transcript;

function judge(right: boolean, rule: string | null, interrupted: boolean): Conviction["verdict"] {
  if (right) return "convicted";
  if (interrupted) return "interrupted";
  return rule === null ? "survived" : "wrong rule";
}

/** What a hunt is after. */
interface HuntFor {
  /** Rules to judge; absent means all. */
  readonly only?: readonly string[];
  readonly shrink: boolean;
}

/** The report of the round that convicted, or of the last; runs and steps are those of all rounds. */
async function tryInRounds<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  mutant: Mutant<V>,
  task: MutantTask,
  hooks: Hooks,
  { only, shrink }: HuntFor,
): Promise<CampaignReport<V>> {
  const reports: CampaignReport<V>[] = [];
  const needs = mutant.needs ?? {};
  const possible = rounds.filter(({ base }) => checkGeometry({ ...base, ...needs }) === null);
  for (const { base, steps, share } of possible) {
    const report = await campaign(suite, mutant.source, {
      profile: mutant.profile,
      ...(only === undefined ? {} : { only }),
      base,
      seed: task.seed,
      runs: noLimit,
      steps,
      timeMs: task.timeMs * share,
      signal: hooks.signal,
      shrink: shrink ? { timeMs: shrinkMs } : { maxExecutions: 0 },
      needs,
    });
    reports.push(report);
    if (report.failures.length > 0 || hooks.signal.aborted) break;
  }
  const last = reports.at(-1);
  if (last === undefined) throw new Error(`mutant ${mutant.name} needs a geometry that no guest to try can have`);
  const sum = (of: (report: CampaignReport<V>) => number) => reports.reduce((total, report) => total + of(report), 0);
  return { ...last, runs: sum(({ runs }) => runs), steps: sum(({ steps }) => steps) };
}
