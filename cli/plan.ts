import type { Choice } from "./choose.ts";
import { quoted, sharesOf } from "./outside.ts";
import type { Settings } from "./settings.ts";
import type { Task } from "./task.ts";

/** The campaigns of one contract: one for each thread it gets, each with a seed of its own. */
function tasksOf(choice: Choice, threads: number, settings: Settings): readonly Task[] {
  const { base, seed, runs, steps, timeMs, patienceMs, opening, known, jobs } = settings;
  return Array.from({ length: threads }, (_, at) => ({
    ...choice,
    base,
    seed: (seed + at) % 2 ** 32,
    runs: runs === undefined ? undefined : Math.ceil((runs - at) / threads),
    steps,
    timeMs,
    patienceMs,
    opening,
    concurrency: sharesOf(choice.subject, jobs).concurrency,
    known,
  })).filter((task) => task.runs !== 0);
}

/** The campaigns to make, grouped by contract. Threads are shared out evenly; every contract gets one. */
export function planTasks(settings: Settings): readonly (readonly Task[])[] {
  const { choices, jobs, subject } = settings;
  const threads = Math.max(1, Math.floor(sharesOf(subject, jobs).threads / choices.length));
  return choices.map((choice) => tasksOf(choice, threads, settings));
}

/** The command line that makes the same campaigns again; `seed` may be that of one thread. */
export function commandAgain(choice: Choice, settings: Settings): string {
  const { baseName, seed, runs, steps, timeMs, jobs, knownName } = settings;
  const words = ["hotmem check", `--contract ${choice.contract}`, `--profile ${choice.profile}`];
  if (choice.only !== undefined) words.push(`--rule ${choice.only.join(",")}`);
  words.push(`--subject ${quoted(choice.subject)}`, `--geometry ${baseName}`, `--seed ${seed}`, `--steps ${steps}`);
  if (runs !== undefined) words.push(`--runs ${runs}`);
  if (timeMs !== undefined) words.push(`--time ${timeMs / 1000}`);
  words.push(`--jobs ${Math.max(1, Math.floor(jobs / settings.choices.length))}`);
  if (knownName !== undefined) words.push(`--known ${knownName}`);
  return words.join(" ");
}
