import type { Contract, State, Vocabulary } from "../model/contract.ts";
import type { SubjectSource } from "../model/subject.ts";
import type { CampaignFailure, CampaignReport } from "../properties/campaign.ts";
import type { CampaignRule } from "../properties/campaign-report.ts";
import type { Rechecked } from "../replay/known-recheck.ts";
import { answersOf, totals } from "../replay/tally.ts";
import { sealTranscript } from "../replay/transcript.ts";
import { featuresLacking } from "./conformance/ingredients.ts";
import { countDeviations } from "./known.ts";
import { packageVersion } from "./package-root.ts";
import type { Failure, Report, RuleCount } from "./report.ts";
import type { Task } from "./task.ts";
import { anyTranscript, tell } from "./transcripts.ts";

/** A campaign's report as plain data: steps in words, counterexamples as transcripts. */
export function plainReport<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  task: Task,
  campaign: CampaignReport<V>,
  rechecked: readonly Rechecked[],
  source: SubjectSource<V>,
): Report {
  const { applied, skipped } = totals(campaign.tally);
  const { speaks }: { readonly speaks: ReadonlySet<string> } = source;
  return {
    contract: contract.name,
    profile: task.profile,
    profiles: contract.profiles,
    subject: task.subject,
    version: campaign.version,
    world: source.world,
    seed: task.seed,
    runs: campaign.runs,
    steps: applied,
    skipped,
    elapsedMs: campaign.elapsedMs,
    ending: campaign.ending,
    commands: Object.fromEntries(Object.entries(campaign.tally).map(([kind, of]) => [kind, of.applied])),
    answers: Object.fromEntries(answersOf(campaign.tally)),
    declined: Object.entries(campaign.tally).flatMap(([ask, { declined, reasons }]) =>
      declined === 0 ? [] : [{ ask, count: declined, reasons }],
    ),
    unspoken: Object.keys(contract.laws).filter((kind) => !speaks.has(kind)),
    lacks: featuresLacking(source, task.base),
    rules: campaign.rules.map((rule) => plainRule(contract, rule)),
    failures: campaign.failures.map((failure) => plainFailure(contract, task, failure)),
    deviations: countDeviations(task.known, campaign.version, campaign.deviations, rechecked),
    lost: campaign.lost,
  };
}

function plainRule<V extends Vocabulary<V>, S extends State<S>>(
  { name, rules }: Contract<V, S>,
  { id, premises, inForce, judged }: CampaignRule,
): RuleCount {
  const text = rules[id];
  if (text === undefined) throw new Error(`${name} has no rule ${id}, yet it was counted`);
  const { says, source, profile, sees, scope } = text;
  return { id, says, source, profile, sees, scope, premises, inForce, judged };
}

/** A counterexample as a transcript, with its rule and its story in words. */
export function plainFailure<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  { profile, subject, seed }: Pick<Task, "profile" | "subject" | "seed">,
  { script, steps, violation, shrunk, runIndex, reproduced, repro }: CampaignFailure<V>,
): Failure {
  const { rule, because } = violation;
  const text = contract.rules[rule];
  if (text === undefined) throw new Error(`${contract.name} has no rule ${rule}, yet it was violated`);
  const { from, executions, minimal } = shrunk;
  const transcript = sealTranscript<V>({
    contract: contract.name,
    profile,
    subject,
    title: text.says,
    expects: "violated",
    rule,
    because,
    geometry: script.geometry,
    ...(minimal ? { shrunk: { from, executions, minimal: "step-and-argument" } as const } : {}),
    ...(repro === undefined ? {} : { repro }),
    origin: { seed, run: runIndex, tool: `hotmem ${packageVersion}` },
    steps,
  });
  return {
    rule,
    says: text.says,
    source: text.source,
    because,
    story: tell(contract, steps),
    shrunk: { from, executions, minimal },
    reproduced,
    ...(repro === undefined ? {} : { repro }),
    run: runIndex,
    transcript: anyTranscript(transcript),
  };
}
