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
  /** Steps of the shrunk counterexample; 0 without one. */
  readonly length: number;
  readonly elapsedMs: number;
  /** The shrunk counterexample. */
  readonly transcript: AnyTranscript | null;
}

/** Commands per guest: short runs find most faults sooner and shrink faster. */
const stepsPerRun = 100;
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
  const first = await tryMutant(suite, mutant, task, hooks, undefined);
  const caught = first.failures[0]?.violation.rule;
  const right = caught !== undefined && guilty.includes(caught);
  const report = right || caught === undefined ? first : await tryMutant(suite, mutant, task, hooks, guilty);
  const failure = report.failures[0];
  const rule = failure?.violation.rule ?? caught ?? null;
  return {
    contract: task.contract,
    mutant: mutant.name,
    breaks: mutant.breaks,
    verdict: judge(failure !== undefined && guilty.includes(failure.violation.rule), rule, hooks.signal.aborted),
    rule,
    runs: report.runs,
    steps: report.steps,
    length: failure?.steps.length ?? 0,
    elapsedMs: Date.now() - begun,
    transcript: failure === undefined ? null : transcriptOf(suite.contract, mutant, task.seed, failure),
  };
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

const tryMutant = <V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  mutant: Mutant<V>,
  task: MutantTask,
  hooks: Hooks,
  only: readonly string[] | undefined,
): Promise<CampaignReport<V>> =>
  campaign(suite, mutant.source, {
    profile: mutant.profile,
    ...(only === undefined ? {} : { only }),
    base: presets.small,
    seed: task.seed,
    runs: noLimit,
    steps: stepsPerRun,
    timeMs: task.timeMs,
    signal: hooks.signal,
    ...(mutant.needs === undefined ? {} : { needs: mutant.needs }),
  });
