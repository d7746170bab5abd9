import type { Command, Contract, State, Step, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Docket } from "../model/rule.ts";
import type { Subject, SubjectSource } from "../model/subject.ts";
import type { Violation } from "../model/verdict.ts";
import type { Script } from "../replay/script.ts";
import { type Shrinkable, shrinkScript } from "../replay/shrink/shrink.ts";
import type { CampaignFailure } from "./campaign-report.ts";
import { type Composable, composeScript, ReferenceBroken } from "./compose.ts";
import { diceOf } from "./dice.ts";
import { notStarted } from "./not-started.ts";

/** Wall clock time for one failure unless told: a slow subject must not keep a campaign from ending. */
const SHRINK_MS = 30_000;

/** Commands of a script that looks for another counterexample; short ones shrink fast. */
const AGAIN_STEPS = 50;

/** The part of a campaign's options that a failing run was judged under. */
export interface JudgedUnder<V extends Vocabulary<V>> {
  readonly profile: string;
  readonly only?: readonly string[];
  readonly known?: (violation: Violation, ask: Command<V>) => boolean;
  readonly signal?: AbortSignal;
  readonly shrink?: { readonly maxExecutions?: number; readonly timeMs?: number; readonly confirm?: number };
}

/** A run that broke a rule. */
export interface FailedRun<V extends Vocabulary<V>> {
  readonly index: number;
  readonly script: Script<V>;
  readonly steps: readonly Step<V>[];
  readonly violation: Violation;
}

/** The shortest story of how the reference breaks a rule. Whoever has to mend it should not read a thousand steps. */
export async function simplestBreak<V extends Vocabulary<V>, S extends State<S>>(
  suite: Shrinkable<V, S> & Composable<V, S>,
  broken: ReferenceBroken<V, S>,
): Promise<ReferenceBroken<V, S>> {
  const { contract, reference } = suite;
  const profile = suite.owes ?? contract.profiles.at(-1) ?? "";
  const failing = { script: broken.script, rule: broken.violation.rule, profile };
  const shrunk = await shrinkScript(suite, failing, (geometry) => reference.boot(geometry), { timeMs: SHRINK_MS });
  return shrunk.violation === null
    ? broken
    : new ReferenceBroken(contract, shrunk.script, shrunk.steps, shrunk.violation);
}

/** Takes the rule that was broken out of force, for a campaign that goes on. @returns the rules that were in force until then */
export function takeOut<V extends Vocabulary<V>, S extends State<S>>(
  { rules }: Contract<V, S>,
  { inForce }: Docket,
  { rule: id }: Violation,
): readonly string[] {
  const until = Object.values(rules).filter(({ index }) => inForce[index] === 1);
  inForce[rules[id]?.index ?? -1] = 0;
  return until.map((rule) => rule.id);
}

/** Shrinks what a run has found. What cannot be repeated is reported as it came. */
export async function shrinkFailure<V extends Vocabulary<V>, S extends State<S>>(
  suite: Shrinkable<V, S> & Composable<V, S>,
  source: SubjectSource<V>,
  options: JudgedUnder<V>,
  { index, script, steps, violation }: FailedRun<V>,
): Promise<CampaignFailure<V>> {
  const { profile, only, known, signal } = options;
  const failing = { script, rule: violation.rule, profile };
  const shrunk = await shrinkScript(suite, failing, (geometry) => bootOrLose(source, geometry), {
    adapt: (geometry) => source.adapt(geometry),
    world: source.world,
    timeMs: SHRINK_MS,
    again: (geometry, attempt) =>
      composeScript(suite, diceOf(index, attempt), { geometry, steps: AGAIN_STEPS, among: source.speaks }),
    ...options.shrink,
    ...(only === undefined ? {} : { only }),
    ...(known === undefined ? {} : { excuse: known }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { executions, minimal, reproduced } = shrunk;
  const asFound = { geometry: script.geometry, commands: steps.map(({ ask }) => ask) };
  return {
    script: reproduced ? shrunk.script : asFound,
    steps: reproduced ? shrunk.steps : steps,
    violation: shrunk.violation ?? violation,
    shrunk: { from: steps.length, executions, minimal },
    runIndex: index,
    reproduced,
    ...(shrunk.repro === undefined ? {} : { repro: shrunk.repro }),
  };
}

/** A subject that does not start must not end the shrinking of what another one did; it shows nothing. */
function bootOrLose<V extends Vocabulary<V>>(
  source: SubjectSource<V>,
  geometry: Geometry,
): Subject<V> | Promise<Subject<V>> {
  const lost = (error: unknown): Subject<V> => {
    const loss = { kind: "lost", ...notStarted(error) } as const;
    return { perform: () => loss, stop: () => undefined };
  };
  try {
    const booted = source.boot(geometry);
    return booted instanceof Promise ? booted.catch(lost) : booted;
  } catch (error) {
    return lost(error);
  }
}
