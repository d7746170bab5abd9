import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Geometry } from "../model/geometry.ts";
import type { Opening } from "../properties/suite.ts";
import type { Known } from "../replay/known.ts";
import { type Choice, readChoices } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import { readReportFolder } from "./conformance/write.ts";
import { readOutFolder } from "./files.ts";
import { readGeometry } from "./geometry.ts";
import { claimsOf } from "./introduce.ts";
import type { Io } from "./io.ts";
import { readKnown } from "./known.ts";
import { readNumber } from "./numbers.ts";
import { openingOf } from "./opening.ts";
import { isOutside } from "./outside.ts";
import { isProblem, type Problem } from "./problem.ts";

/** Everything `check` needs to know, with defaults filled in. */
export interface Settings {
  readonly choices: readonly Choice[];
  readonly subject: string;
  readonly base: Geometry;
  /** How the geometry was named; shown in the command that repeats the run. */
  readonly baseName: string;
  readonly seed: number;
  /** Undefined: as many as the time allows. */
  readonly runs: number | undefined;
  readonly steps: number;
  /** For each contract; undefined: no limit. */
  readonly timeMs: number | undefined;
  /** How long to go on after that while some rule has not been hit. */
  readonly patienceMs: number;
  readonly jobs: number;
  /** Absolute path of the folder for counterexamples. */
  readonly out: string;
  /** Absolute path of the folder for the report; null when none is wanted. */
  readonly report: string | null;
  /** Recorded deviations of the subject: shipped ones, and those of the file on the command line. */
  readonly known: readonly Known[];
  readonly knownName: string | undefined;
  /** How programs are started, from the environment. */
  readonly opening: Opening;
  readonly json: boolean;
  readonly quiet: boolean;
}

const defaults = { subject: "reference", geometry: "small", steps: 300, seconds: 10, jobs: 2 } as const;

/** Seconds for each contract; less where several take turns, so that all together do not take much longer than one. */
const usualSeconds = (contracts: number, threads: number): number =>
  Math.round(10 * defaults.seconds * Math.min(1, threads / contracts)) / 10;

/** On a slow machine the ordinary time may not be enough for the rarest rules; this much more is. */
const patienceMs = 12_000;

/** Whether a reference is checked with nothing that makes the campaign smaller or different. */
export const isOrdinary = ({ subject = "reference", geometry = "small", runs, steps, time }: Typed): boolean =>
  subject === "reference" && geometry === "small" && (runs ?? steps ?? time) === undefined;

interface Numbers {
  readonly seed: number | undefined;
  readonly seeds: number | undefined;
  readonly runs: number | undefined;
  readonly steps: number | undefined;
  readonly time: number | undefined;
  readonly jobs: number | undefined;
}

/** The numeric flags, or what is wrong with the first that is wrong. */
export function readNumbers(typed: Typed): Numbers | Problem {
  const seed = readNumber("seed", typed.seed);
  const seeds = readNumber("seeds", typed.seeds);
  const runs = readNumber("runs", typed.runs);
  const steps = readNumber("steps", typed.steps);
  const time = readNumber("time", typed.time);
  const jobs = readNumber("jobs", typed.jobs);
  if (isProblem(seed)) return seed;
  if (isProblem(seeds)) return seeds;
  if (isProblem(runs)) return runs;
  if (isProblem(steps)) return steps;
  if (isProblem(time)) return time;
  if (isProblem(jobs)) return jobs;
  return { seed, seeds, runs, steps, time, jobs };
}

/** A seed nobody chose. */
export const newSeed = (): number => randomInt(2 ** 32);

/** Threads to use when nobody says how many. */
export const defaultJobs = (): number => Math.min(defaults.jobs, availableParallelism());

/**
 * Understands the flags of `check`; reads the geometry. A command is started, to say what it can do, and stopped.
 *
 * @throws {CannotStart} @throws {ProtocolBroken}
 */
export async function readSettings(typed: Typed, io: Io): Promise<Settings | Problem> {
  const numbers = readNumbers(typed);
  if (isProblem(numbers)) return numbers;
  const subject = String(typed.subject ?? defaults.subject);
  const choices = readChoices(typed, subject, await claimsOf(subject, io));
  if (isProblem(choices)) return choices;
  const baseName = String(typed.geometry ?? defaults.geometry);
  const base = readGeometry(io, baseName);
  if (isProblem(base)) return base;
  const out = readOutFolder(io, typed.out);
  if (isProblem(out)) return out;
  const knownName = typed.known === undefined ? undefined : String(typed.known);
  const known = await readKnown(io, subject, knownName);
  if (isProblem(known)) return known;
  const report = readReportFolder(io, typed.report);
  if (isProblem(report)) return report;
  const { seed, runs, steps, time, jobs } = numbers;
  const threads = jobs ?? (isOutside(subject) ? 1 : defaultJobs());
  const limit = time ?? (runs === undefined ? usualSeconds(choices.length, threads) : undefined);
  return {
    choices,
    subject,
    base,
    baseName,
    seed: seed ?? newSeed(),
    runs,
    steps: steps ?? defaults.steps,
    timeMs: limit === undefined ? undefined : limit * 1000,
    patienceMs: isOrdinary(typed) ? patienceMs / Math.max(1, choices.length / threads) : 0,
    jobs: threads,
    out,
    report,
    known,
    knownName,
    opening: { ...openingOf(io, out), processes: threads },
    json: typed.json === true,
    quiet: typed.quiet === true,
  };
}
