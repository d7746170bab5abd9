import { type Problem, usage } from "./problem.ts";

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** What the numeric flags may be. */
const limits = {
  seed: { least: 0, most: 2 ** 32 - 1, whole: true },
  seeds: { least: 1, most: 1000, whole: true },
  runs: { least: 1, most: 1e9, whole: true },
  steps: { least: 1, most: 100_000, whole: true },
  time: { least: 0.1, most: 604_800, whole: false },
  jobs: { least: 1, most: 64, whole: true },
} as const satisfies Record<string, Limits>;

/** Reads the value of a numeric flag; undefined when it was not given. */
export function readNumber(flag: keyof typeof limits, typed: string | true | undefined): number | undefined | Problem {
  if (typed === undefined) return undefined;
  const { least, most, whole }: Limits = limits[flag];
  const value = /^\d+(\.\d+)?$/.test(String(typed)) ? Number(typed) : Number.NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const noun = whole ? "a whole number" : "a number of seconds";
  return usage(`--${flag} ${typed} makes no sense; give ${noun} from ${least} to ${most}`);
}
