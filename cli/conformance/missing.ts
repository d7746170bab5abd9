import type { Report } from "../report.ts";
import { count } from "../text.ts";
import { type Ingredient, isFeature } from "./ingredients.ts";
import { waysTo } from "./needs.ts";

/** Commands that a subject was asked and never carried out. */
const neverDone = ({ declined, commands }: Report): readonly string[] =>
  declined.map(({ ask }) => ask).filter((ask) => (commands[ask] ?? 0) === 0);

/** Everything a subject is without: commands it does not know or always declines, features it cannot have. */
const without = (report: Report): ReadonlySet<Ingredient> =>
  new Set([...report.unspoken, ...neverDone(report), ...report.lacks]);

/**
 * The sets of commands and features any one of which would let a rule have something to say, the smallest first. None when the
 * subject has all that the rule needs, or nobody knows what it needs.
 */
export function missingFor(report: Report, rule: string): readonly (readonly Ingredient[])[] {
  const gone = without(report);
  const sets = waysTo(report.contract, rule).map((way) => way.filter((one) => gone.has(one)));
  if (sets.some((set) => set.length === 0)) return [];
  const smallest = sets.toSorted((a, b) => a.length - b.length);
  return smallest.filter((set, at) => !smallest.slice(0, at).some((less) => less.every((one) => set.includes(one))));
}

/** In what way a subject is without something. */
function how(report: Report, one: Ingredient): string {
  if (isFeature(one)) return "not in its geometry";
  return report.unspoken.includes(one) ? "not among its commands" : "declined every time";
}

const list = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;

/** The smallest sets of {@link missingFor} as half a sentence: `needs isolate or contig-begin (not among its commands)`. */
export function sayMissing(report: Report, all: readonly (readonly Ingredient[])[]): string {
  const sets = all.filter(({ length }) => length === all[0]?.length);
  const hows = new Map<string, string>(sets.flat().map((one) => [one, how(report, one)]));
  const kinds = new Set(hows.values());
  const name = (one: Ingredient) => (kinds.size === 1 ? one : `${one} (${hows.get(one)})`);
  const said = sets.map((set) => list(set.map(name), "and"));
  const needs = `needs ${all[0]?.length === 1 ? list(said, "or") : said.join(", or ")}`;
  return kinds.size === 1 ? `${needs} (${[...kinds].join("")})` : needs;
}

/** What a subject declined of one command, in words: how often, and its reasons. */
export function sayReasons({ count: times, reasons }: Report["declined"][number]): string {
  const said = reasons.map(({ why, link }) => (link === undefined ? why : `${why}, ${link}`));
  const rest = times - reasons.reduce((sum, reason) => sum + reason.count, 0);
  return [...said, ...(rest > 0 ? [`and ${count(rest)} times for other reasons`] : [])].join("; ");
}
