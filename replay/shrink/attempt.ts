import type { Command, Contract, State, Step, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { Docket } from "../../model/rule.ts";
import type { Subject } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";
import type { Excuse } from "../judge-step.ts";
import { type RunReport, runScript } from "../run.ts";
import type { Script } from "../script.ts";
import { withCommands } from "./pass.ts";

/** Runs candidates and says which of them break the rule in question. */
export interface Attempts<V extends Vocabulary<V>> {
  /** The part of the candidate that breaks the rule, with its answers; null when it does not, or breaks another first. */
  try(candidate: Script<V>): Violating<V> | null | Promise<Violating<V> | null>;
  /** Runs so far; candidates that were known already do not count. */
  readonly executions: number;
  /** Scripts that broke the rule more often than once, in the order in which they did; none where once is enough. */
  readonly confirmed: readonly Script<V>[];
}

/** A script that ends with the violation and of which every command was answered. */
export interface Violating<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  readonly steps: readonly Step<V>[];
  readonly violation: Violation;
}

/** What a smaller script is tried against, and what it must still show. */
export interface AttemptOptions<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly docket: Docket;
  readonly rule: string;
  readonly boot: (geometry: Geometry) => Subject<V> | Promise<Subject<V>>;
  readonly excuse: Excuse<V> | undefined;
  /** Whether there is no time left for another repetition; absent: there always is. */
  readonly isOver?: () => boolean;
}

/** How often a candidate must break the rule, in how many runs at most. */
export interface Needed {
  readonly violations: number;
  readonly runs: number;
}

/** Longest script that is remembered; longer ones hardly ever come twice, and their names are long. */
const REMEMBERED = 64;

/** Attempts for one violation, with none made yet. Every candidate is run once unless more is needed. */
export function openAttempts<V extends Vocabulary<V>, S extends State<S>>(
  options: AttemptOptions<V, S>,
  needed: Needed = { violations: 1, runs: 1 },
): Attempts<V> {
  const acquitted = new Set<string>();
  const confirmed: Script<V>[] = [];
  const nameOf = namer<V>();
  let executions = 0;
  const conclude = (name: string | null, violating: Violating<V> | null) => {
    if (violating === null && name !== null) acquitted.add(name);
    return violating;
  };
  /** Until it has broken the rule often enough, or cannot any more in the runs or in the time that are left. */
  const runOften = async (candidate: Script<V>): Promise<Violating<V> | null> => {
    let missing = needed.violations;
    for (let left = needed.runs; left >= missing && options.isOver?.() !== true; left--) {
      executions++;
      const violating = await runOnce(options, candidate);
      if (violating === null || --missing > 0) continue;
      confirmed.push(violating.script);
      return violating;
    }
    return null;
  };
  return {
    try(candidate) {
      const name = candidate.commands.length <= REMEMBERED ? nameOf(candidate) : null;
      if (name !== null && acquitted.has(name)) return null;
      if (needed.runs > 1) return runOften(candidate).then((violating) => conclude(name, violating));
      executions++;
      const violating = runOnce(options, candidate);
      return violating instanceof Promise
        ? violating.then((later) => conclude(name, later))
        : conclude(name, violating);
    },
    confirmed,
    get executions() {
      return executions;
    },
  };
}

/** The part of a candidate that breaks the rule in one run of it; null when it does not. */
export function runOnce<V extends Vocabulary<V>, S extends State<S>>(
  options: AttemptOptions<V, S>,
  candidate: Script<V>,
): Violating<V> | null | Promise<Violating<V> | null> {
  const report = execute(options, candidate);
  return report instanceof Promise
    ? report.then((later) => violatingPart(candidate, later, options.rule))
    : violatingPart(candidate, report, options.rule);
}

/** Boots, runs and stops; waits only for a subject that makes it wait. */
function execute<V extends Vocabulary<V>, S extends State<S>>(
  options: AttemptOptions<V, S>,
  script: Script<V>,
): RunReport<V> | Promise<RunReport<V>> {
  const subject = options.boot(script.geometry);
  if (subject instanceof Promise) return subject.then((booted) => runAndStop(options, booted, script));
  return runAndStop(options, subject, script);
}

function runAndStop<V extends Vocabulary<V>, S extends State<S>>(
  { contract, docket, excuse }: AttemptOptions<V, S>,
  subject: Subject<V>,
  script: Script<V>,
): RunReport<V> | Promise<RunReport<V>> {
  const report = runScript(contract, docket, subject, script, excuse === undefined ? {} : { excuse });
  if (report instanceof Promise) {
    return report.finally(() => subject.stop());
  }
  const stopped = subject.stop();
  return stopped instanceof Promise ? stopped.then(() => report) : report;
}

/** What remains of a candidate: the steps that were judged, up to the violation of the rule. */
function violatingPart<V extends Vocabulary<V>>(
  candidate: Script<V>,
  { ending, steps }: RunReport<V>,
  rule: string,
): Violating<V> | null {
  if (ending.kind !== "violated" || ending.violation.rule !== rule) return null;
  const whole = steps.length === candidate.commands.length;
  return {
    script: whole
      ? candidate
      : withCommands(
          candidate,
          steps.map(({ ask }) => ask),
        ),
    steps,
    violation: ending.violation,
  };
}

/** Names scripts so that equal ones have equal names. Candidates share most of their commands, so these are named once. */
function namer<V extends Vocabulary<V>>(): (script: Script<V>) => string {
  const names = new WeakMap<object, string>();
  const nameOf = (part: Command<V> | Geometry): string => {
    const known = names.get(part);
    if (known !== undefined) return known;
    const name = JSON.stringify(part, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
    names.set(part, name);
    return name;
  };
  return ({ geometry, commands }) => [nameOf(geometry), ...commands.map(nameOf)].join("\n");
}
