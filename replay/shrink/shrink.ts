import type { Contract, State, Step, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import type { Subject, SubjectSource } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";
import type { WireContract } from "../../wire/schema.ts";
import { openBreath } from "../breathe.ts";
import type { Excuse } from "../judge-step.ts";
import type { Script } from "../script.ts";
import { type Attempts, openAttempts, type Violating } from "./attempt.ts";
import type { Context, Pass } from "./pass.ts";
import { coarsePasses, finePasses } from "./passes.ts";
import { renameHandles } from "./rename.ts";
import { explore } from "./trade.ts";

/** What shrinking needs of a suite. */
export interface Shrinkable<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly wire: WireContract<V>;
}

/** A script that is known to break a rule. */
export interface Failing<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  readonly rule: string;
  readonly profile: string;
}

export interface ShrinkOptions<V extends Vocabulary<V>> {
  /** Runs against the subject; 20,000 unless told. */
  readonly maxExecutions?: number;
  /** Absent: the subject takes every geometry. */
  readonly adapt?: SubjectSource<V>["adapt"];
  /** The world the subject lives in; closed unless told. */
  readonly world?: "closed" | "shared";
  /** Rules that were judged when the script failed; absent means all of the profile. */
  readonly only?: readonly string[];
  /** Known deviations that the failing run passed over. */
  readonly excuse?: Excuse<V>;
  readonly onProgress?: (progress: { readonly executions: number; readonly steps: number }) => void;
  readonly signal?: AbortSignal;
  /** Wall clock time; no limit unless told. */
  readonly timeMs?: number;
}

export interface Shrunk<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  /** The last run of the script, up to the violation. Empty when it could not be repeated. */
  readonly steps: readonly Step<V>[];
  /** How the last step breaks the rule; null when it could not be repeated. */
  readonly violation: Violation | null;
  readonly executions: number;
  /** No single step can go and no argument can be lowered by one step; established, not assumed. */
  readonly minimal: boolean;
  /** Whether the script broke the rule when it was run again. If not, it is returned as it came. */
  readonly reproduced: boolean;
}

/**
 * Looks for the simplest script and the simplest guest that break the same rule. A candidate that breaks another rule first
 * is turned down, so a counterexample never turns into one of something else.
 */
export async function shrinkScript<V extends Vocabulary<V>, S extends State<S>>(
  { contract, wire }: Shrinkable<V, S>,
  { script, rule, profile }: Failing<V>,
  boot: (geometry: Geometry) => Subject<V> | Promise<Subject<V>>,
  options: ShrinkOptions<V> = {},
): Promise<Shrunk<V>> {
  const docket = openDocket(contract.rules, {
    profiles: profilesUpTo(contract.profiles, profile),
    world: options.world ?? "closed",
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const attempts = openAttempts({ contract, docket, rule, boot, excuse: options.excuse });
  const first = await attempts.try(script);
  if (first === null) {
    return { script, steps: [], violation: null, executions: attempts.executions, minimal: false, reproduced: false };
  }
  const search: Search<V> = {
    attempts,
    options,
    limit: options.maxExecutions ?? 20_000,
    deadline: performance.now() + (options.timeMs ?? Number.POSITIVE_INFINITY),
    breathe: openBreath(),
    best: first,
  };
  const context: Context<V> = { wire, adapt: (wish) => nearest(wish, options.adapt) };
  const settled = await settle(search, context);
  const renamed = await attempts.try(renameHandles(wire, search.best.script));
  const { script: best, steps, violation } = renamed ?? search.best;
  return { script: best, steps, violation, executions: attempts.executions, minimal: settled, reproduced: true };
}

/** A search in progress. */
interface Search<V extends Vocabulary<V>> {
  readonly attempts: Attempts<V>;
  readonly options: ShrinkOptions<V>;
  readonly limit: number;
  readonly deadline: number;
  readonly breathe: () => Promise<void> | undefined;
  best: Violating<V>;
}

/** Runs the coarse passes once and the fine ones until none finds anything. False when the budget ended before. */
async function settle<V extends Vocabulary<V>>(search: Search<V>, context: Context<V>): Promise<boolean> {
  for (const pass of coarsePasses<V>()) {
    if (!(await exhaust(search, context, pass))) return false;
  }
  for (let before: Violating<V> | null = null; before !== search.best; ) {
    before = search.best;
    for (const pass of finePasses<V>()) {
      if (!(await exhaust(search, context, pass))) return false;
    }
    if (before === search.best) await exhaust(search, context, explore);
  }
  return true;
}

/** Tries every candidate of a pass. False when the budget ended before. */
async function exhaust<V extends Vocabulary<V>>(
  search: Search<V>,
  context: Context<V>,
  pass: Pass<V>,
): Promise<boolean> {
  const { attempts, options } = search;
  const candidates = pass(context, search.best.script);
  for (let next = candidates.next(); !next.done; ) {
    if (isOver(search)) return false;
    const breath = search.breathe();
    if (breath !== undefined) await breath;
    const violating = await attempts.try(next.value);
    options.onProgress?.({ executions: attempts.executions, steps: search.best.steps.length });
    if (violating !== null && (pass !== explore || violating.steps.length < search.best.steps.length)) {
      search.best = violating;
    }
    next = candidates.next(violating?.script ?? null);
  }
  return true;
}

const isOver = <V extends Vocabulary<V>>({ attempts, options, limit, deadline }: Search<V>): boolean =>
  attempts.executions >= limit || options.signal?.aborted === true || performance.now() > deadline;

function nearest(wish: Geometry, adapt: SubjectSource<never>["adapt"] | undefined): Geometry | null {
  if (adapt === undefined) return wish;
  const found = adapt(wish);
  return "refused" in found ? null : found;
}
