import type { Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { Script } from "../script.ts";
import type { Attempts, Violating } from "./attempt.ts";
import type { Context, Pass } from "./pass.ts";
import { coarsePasses, finePasses } from "./passes.ts";
import { explore } from "./trade.ts";

/** What a search may cost, and whom it tells. */
export interface Limits {
  readonly maxExecutions: number;
  /** As `performance.now()` counts. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: { readonly executions: number; readonly steps: number }) => void) | undefined;
  readonly breathe: () => Promise<void> | undefined;
}

/** Where candidates come from and what tries them. */
export interface Bench<V extends Vocabulary<V>> {
  readonly attempts: Attempts<V>;
  readonly context: Context<V>;
  readonly limits: Limits;
}

/** The simplest script that was found, and whether all passes have found nothing simpler. */
export interface Settled<V extends Vocabulary<V>> {
  readonly best: Violating<V>;
  readonly minimal: boolean;
}

/** Other counterexamples that are looked for once the first is minimal. */
const OTHERS = 3;
/** Scripts that are tried for them. */
const TRIES = 200;
/** A counterexample as short as this has no shorter one in another place, as far as anybody has seen. */
const SHORT = 2;

/**
 * Shrinks one violating script, then others of the same guest until two agree on the length, and keeps the shortest.
 */
export async function settleFrom<V extends Vocabulary<V>>(
  bench: Bench<V>,
  first: Violating<V>,
  again: ((geometry: Geometry, attempt: number) => Script<V>) | undefined,
): Promise<Settled<V>> {
  let shortest = await settle(bench, first, true);
  for (let attempt = 0, found = 0; again !== undefined && attempt < TRIES && found < OTHERS; attempt++) {
    if (!shortest.minimal || shortest.best.steps.length <= SHORT || isOver(bench)) break;
    const other = await bench.attempts.try(again(shortest.best.script.geometry, attempt));
    if (other === null) continue;
    found++;
    const settled = await settle(bench, other, false);
    const gain = shortest.best.steps.length - settled.best.steps.length;
    if (settled.minimal && gain > 0) shortest = await settle(bench, settled.best, true);
    if (gain === 0) break;
  }
  return shortest;
}

/** Runs the coarse passes once and the fine ones until none finds anything. */
async function settle<V extends Vocabulary<V>>(
  bench: Bench<V>,
  first: Violating<V>,
  exploring: boolean,
): Promise<Settled<V>> {
  const search: Search<V> = { ...bench, best: first };
  for (const pass of coarsePasses<V>()) {
    if (!(await exhaust(search, pass))) return { best: search.best, minimal: false };
  }
  for (let before: Violating<V> | null = null; before !== search.best; ) {
    before = search.best;
    for (const pass of finePasses<V>()) {
      if (!(await exhaust(search, pass))) return { best: search.best, minimal: false };
    }
    if (exploring && before === search.best) await exhaust(search, explore);
  }
  return { best: search.best, minimal: true };
}

/** A search in progress. */
interface Search<V extends Vocabulary<V>> extends Bench<V> {
  best: Violating<V>;
}

/** Tries every candidate of a pass. False when the budget ended before. */
async function exhaust<V extends Vocabulary<V>>(search: Search<V>, pass: Pass<V>): Promise<boolean> {
  const { attempts, limits } = search;
  const candidates = pass(search.context, search.best.script);
  for (let next = candidates.next(); !next.done; ) {
    if (isOver(search)) return false;
    const breath = limits.breathe();
    if (breath !== undefined) await breath;
    const tried = attempts.try(next.value);
    const violating = tried instanceof Promise ? await tried : tried;
    limits.onProgress?.({ executions: attempts.executions, steps: search.best.steps.length });
    // What exploring finds of the same length is a place to go on from, not a success.
    if (violating !== null && (pass !== explore || violating.steps.length < search.best.steps.length)) {
      search.best = violating;
    }
    next = candidates.next(violating?.script ?? null);
  }
  return true;
}

const isOver = <V extends Vocabulary<V>>({ attempts, limits }: Bench<V>): boolean =>
  attempts.executions >= limits.maxExecutions || isLate(limits);

/** Whether time is up, or somebody wants it to end. */
export const isLate = ({ signal, deadline }: Limits): boolean =>
  signal?.aborted === true || performance.now() > deadline;
