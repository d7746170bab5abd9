import type { ContractName } from "../model/contract.ts";
import { withSuite } from "../properties/suites.ts";
import { readContracts } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import type { Conviction } from "./convict.ts";
import { performJobs } from "./crew.ts";
import { type ExitCode, exit, worst } from "./exit.ts";
import { readOutFolder } from "./files.ts";
import type { Io } from "./io.ts";
import type { Job } from "./job.ts";
import { toJson } from "./json.ts";
import { packageVersion } from "./package-root.ts";
import { isProblem, type Problem } from "./problem.ts";
import { openProgress } from "./progress.ts";
import { defaultJobs, newSeed, readNumbers } from "./settings.ts";
import { count, plural, seconds, table } from "./text.ts";
import { keep } from "./transcripts.ts";

/** Seconds one mutant gets at most when nobody says how many; nearly all need a fraction of one. */
const defaultSeconds = 10;
const defaultSeeds = 20;

/** What `mutants --json` prints. */
export interface MutantsJson {
  readonly hotmem: string;
  readonly seed: number;
  /** Those that were tried; fewer than `planned` after an interruption. */
  readonly mutants: readonly Conviction[];
  readonly planned: number;
  /** Rules that no mutant is built to break. */
  readonly unproven: readonly string[];
  readonly elapsedMs: number;
  readonly exit: ExitCode;
}

const mutantsOf = (contract: ContractName): readonly string[] =>
  withSuite(contract, (suite) => suite.mutants.map(({ name }) => name));

/** Rules of the contract that no mutant is built to break, so that nobody has shown that they can be. */
const unprovenOf = (contract: ContractName): readonly string[] =>
  withSuite(contract, ({ contract: { rules }, mutants: all }) => {
    const broken = new Set(all.flatMap(({ breaks, alsoBreaks = [] }) => [breaks, ...alsoBreaks]));
    return Object.keys(rules).filter((id) => !broken.has(id));
  });

function tellTable(convictions: readonly Conviction[]): string {
  const rows = convictions.map(({ mutant, breaks, verdict, rule, hunts, length, elapsedMs }) => [
    verdict === "convicted" ? "caught" : verdict.toUpperCase(),
    mutant,
    rule === null || rule === breaks ? breaks : `${rule} (built to break ${breaks})`,
    stepsFor(hunts, 0.5),
    stepsFor(hunts, 0.9),
    count(length),
    seconds(elapsedMs),
  ]);
  return table([["", "mutant", "rule", "median", "p90", "shrunk to", "time"], ...rows], new Set([3, 4, 5, 6]));
}

/** Steps within which this share of the seeds has found a failure (nearest rank); a dash when that many have not. */
export function stepsFor(hunts: Conviction["hunts"], share: number): string {
  const sorted = hunts.map((steps) => steps ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const steps = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(steps) ? count(steps) : "-";
}

/** Mutants that some seeds did not find in time. */
function tellMissed(convictions: readonly Conviction[]): readonly string[] {
  return convictions.flatMap(({ mutant, verdict, hunts }) => {
    const missed = hunts.filter((steps) => steps === null).length;
    return verdict !== "convicted" || missed === 0
      ? []
      : [`${mutant} got away with ${missed} of ${hunts.length} seeds`];
  });
}

/** The table, the totals, and the rules that nothing has been built to break. */
export function tellMutants({ mutants: all, planned, unproven, elapsedMs, seed }: MutantsJson): string {
  const caught = all.filter(({ verdict }) => verdict === "convicted").length;
  return [
    tellTable(all),
    "",
    `${caught} of ${plural(planned, "mutant")} caught in ${seconds(elapsedMs)}; seed ${seed}`,
    ...tellMissed(all),
    ...(all.length < planned ? [`interrupted: ${count(planned - all.length)} had no trial`] : []),
    ...(unproven.length === 0 ? [] : [`rules without a mutant: ${unproven.join(", ")}`]),
    "",
  ].join("\n");
}

/** 1 for a mutant that survived or was convicted of a wrong rule only; 130 when not all of them had their trial. */
export function codeOf(convictions: readonly Conviction[], planned: number): ExitCode {
  const codes = convictions.map(({ verdict }): ExitCode => {
    if (verdict === "convicted") return exit.held;
    return verdict === "interrupted" ? exit.interrupted : exit.violated;
  });
  return worst(convictions.length < planned ? [...codes, exit.interrupted] : codes);
}

/** `hotmem mutants`: puts every mutant on trial and prints the table. */
export async function mutants(typed: Typed, _files: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const contracts = readContracts(typed);
  if (isProblem(contracts)) return contracts;
  const numbers = readNumbers(typed);
  if (isProblem(numbers)) return numbers;
  const out = typed.out === undefined ? null : readOutFolder(io, typed.out);
  if (isProblem(out)) return out;
  const seed = numbers.seed ?? newSeed();
  const seeds = numbers.seeds ?? defaultSeeds;
  const timeMs = (numbers.time ?? defaultSeconds) * 1000;
  const jobs = contracts.flatMap((contract): readonly Job[] =>
    mutantsOf(contract).map((mutant) => ({ kind: "mutant", task: { contract, mutant, seed, timeMs, seeds } })),
  );
  const begun = Date.now();
  const line = openProgress(io, typed.quiet === true || typed.json === true);
  const done = await performJobs(jobs, numbers.jobs ?? defaultJobs(), io.signal, {
    onDone: (finished) =>
      line.show(`mutants: ${count(finished)} of ${count(jobs.length)}, ${seconds(Date.now() - begun)}`),
  });
  line.clear();
  const convictions = done.flatMap((one) => (one?.kind === "mutant" ? [one.conviction] : []));
  const code = codeOf(convictions, jobs.length);
  for (const { transcript } of convictions) {
    const kept = out === null || transcript === null ? null : await keep(io, out, transcript);
    if (isProblem(kept)) return kept;
  }
  const json: MutantsJson = {
    hotmem: packageVersion,
    seed,
    mutants: convictions,
    planned: jobs.length,
    unproven: contracts.flatMap(unprovenOf),
    elapsedMs: Date.now() - begun,
    exit: code,
  };
  if (typed.json === true) io.stdout.write(toJson(json));
  else if (typed.quiet !== true || code !== exit.held) io.stdout.write(tellMutants(json));
  return code;
}
