import type { Contract, State, Step, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { openDocket, profilesUpTo } from "../../model/rule.ts";
import type { Subject, SubjectSource } from "../../model/subject.ts";
import type { Violation } from "../../model/verdict.ts";
import type { WireContract } from "../../wire/schema.ts";
import { openBreath } from "../breathe.ts";
import type { Excuse } from "../judge-step.ts";
import type { Script } from "../script.ts";
import { openAttempts } from "./attempt.ts";
import type { Context } from "./pass.ts";
import { renameHandles } from "./rename.ts";
import { neededAfter, type Repro, repeat, stepBack } from "./repeat.ts";
import { isLate, type Limits, settleFrom } from "./settle.ts";

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

/** Budgets, and what the failing run was judged under. */
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
  /**
   * Other scripts for a guest of this shape, any number of them. Some are bound to break the rule in another way, and the
   * shortest of several counterexamples is more often the shortest there is.
   */
  readonly again?: (geometry: Geometry, attempt: number) => Script<V>;
  /**
   * For subjects that may be fickle: how often the script is repeated at first and in the end, to know how often it breaks the
   * rule. A smaller script is taken only when it breaks the rule more than once, and given up again for one that was taken before
   * when in the end it never does.
   */
  readonly confirm?: number;
  /** Wall clock time, repetitions included; knowing how often the result breaks the rule may take a quarter more. No limit unless told. */
  readonly timeMs?: number;
}

/** What came of shrinking. */
export interface Shrunk<V extends Vocabulary<V>> {
  readonly script: Script<V>;
  /** The last run of the script, up to the violation. Empty when it could not be repeated. */
  readonly steps: readonly Step<V>[];
  /** How the last step breaks the rule; null when it could not be repeated. */
  readonly violation: Violation | null;
  readonly executions: number;
  /** No single step can go and no argument can be lowered by one step; established, not assumed, so never of a fickle subject. */
  readonly minimal: boolean;
  /** Whether the script broke the rule when it was run again. If not, it is returned as it came. */
  readonly reproduced: boolean;
  /**
   * How often the returned script broke the rule when it was run several times; present where that was asked for. Where no time was
   * left for that, how often the first script did, and no runs at all where there was not even time for that.
   */
  readonly repro?: Repro;
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
  const [limits, last] = limitsOf(options);
  const how = { contract, docket, rule, boot, excuse: options.excuse, isOver: () => isLate(limits) };
  const before = options.confirm === undefined ? null : await repeat(how, script, options.confirm);
  const attempts = openAttempts(how, before === null ? undefined : neededAfter(before));
  const first = before === null ? await attempts.try(script) : before.example;
  if (first === null) {
    const { executions } = attempts;
    const unseen = { script, steps: [], violation: null, executions, minimal: false, reproduced: false };
    return { ...unseen, ...(before === null ? {} : { repro: countsOf(before) }) };
  }
  const context: Context<V> = { wire, adapt: (wish) => nearest(wish, options.adapt) };
  const settled = await settleFrom({ attempts, context, limits }, first, options.again);
  const renamed = await attempts.try(renameHandles(wire, settled.best.script));
  const { script: best, steps, violation } = renamed ?? settled.best;
  const { executions } = attempts;
  const found = { script: best, steps, violation, executions, minimal: settled.minimal, reproduced: true };
  if (before === null || options.confirm === undefined) return found;
  const late = { ...how, isOver: () => isLate(last) };
  const after = await repeat(late, best, options.confirm);
  if (after.runs > 0 && after.failures === 0 && attempts.confirmed.length > 0) {
    const back = (await stepBack(late, attempts.confirmed, options.confirm)) ?? before;
    return { ...found, ...(back.example ?? first), repro: countsOf(back), minimal: false };
  }
  const repro = countsOf(after.runs > 0 ? after : before);
  return { ...found, repro, minimal: found.minimal && repro.failures === repro.runs };
}

/** What the search may cost, and what may be over when the result has been repeated. */
function limitsOf<V extends Vocabulary<V>>(options: ShrinkOptions<V>): readonly [search: Limits, last: Limits] {
  const { maxExecutions = 20_000, timeMs = Number.POSITIVE_INFINITY, signal, onProgress } = options;
  const begun = performance.now();
  const search = { maxExecutions, deadline: begun + timeMs, signal, onProgress, breathe: openBreath() };
  return [search, { ...search, deadline: begun + 1.25 * timeMs }];
}

const countsOf = ({ runs, failures }: Repro): Repro => ({ runs, failures });

function nearest(wish: Geometry, adapt: SubjectSource<never>["adapt"] | undefined): Geometry | null {
  if (adapt === undefined) return wish;
  const found = adapt(wish);
  return "refused" in found ? null : found;
}
