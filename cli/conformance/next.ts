import type { Ingredient } from "./ingredients.ts";
import { isFeature } from "./ingredients.ts";
import type { RuleVerdict } from "./verdicts.ts";

/** What a subject would have to learn for more rules to be judged. */
export interface Next {
  /** Commands, and fields of the geometry. */
  readonly learn: readonly Ingredient[];
  /** Rules that would then be judged and are not now. */
  readonly rules: readonly string[];
}

const unlockedBy = (set: readonly Ingredient[], verdicts: readonly RuleVerdict[]): readonly string[] =>
  verdicts.filter(({ missing }) => missing?.some((one) => one.every((each) => set.includes(each)))).map(({ id }) => id);

/** Fewer things to learn come first, commands before features, and of those the ones that most rules wait for. */
const order = (a: Next, b: Next): number =>
  a.learn.length - b.learn.length ||
  a.learn.filter(isFeature).length - b.learn.filter(isFeature).length ||
  b.rules.length - a.rules.length;

/** The command to learn next, or commands where one alone would not do; null when nothing is missing. */
export function nextToLearn(verdicts: readonly RuleVerdict[]): Next | null {
  const sets = new Map(verdicts.flatMap(({ missing = [] }) => missing.map((set) => [set.join(" "), set] as const)));
  const all = [...sets.values()].map((learn): Next => ({ learn, rules: unlockedBy(learn, verdicts) }));
  return all.sort(order)[0] ?? null;
}
