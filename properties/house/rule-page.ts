import type { Contract, State, Vocabulary } from "../../model/contract.ts";
import type { Rule } from "../../model/rule.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { contractNames, withSuite } from "../suites.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** Faults planted against a rule, as `mutant` names. */
const faults = <V extends Vocabulary<V>>(mutants: readonly Mutant<V>[], { id }: Rule): string =>
  mutants
    .filter(({ breaks }) => breaks === id)
    .map(({ name }) => `\`${name}\``)
    .join(", ");

const row = <V extends Vocabulary<V>>(rule: Rule, mutants: readonly Mutant<V>[]): string => {
  const says = rule.scope === "closed" ? `${rule.says} (Only where nobody else allocates.)` : rule.says;
  const cells = [`\`${rule.id}\``, says, rule.profile, rule.sees, rule.source, faults(mutants, rule)];
  return `| ${cells.map(cell).join(" | ")} |`;
};

function section<V extends Vocabulary<V>, S extends State<S>>(
  { name, profiles, rules, leftOut }: Contract<V, S>,
  mutants: readonly Mutant<V>[],
): string {
  const all = Object.values(rules);
  return [
    `## \`${name}\``,
    `${all.length} rules; profiles from weakest to strongest: ${profiles.map((profile) => `\`${profile}\``).join(", ")}.`,
    [
      "| rule | says | profile | sees | source | broken by |",
      "|---|---|---|---|---|---|",
      ...all.map((rule) => row(rule, mutants)),
    ].join("\n"),
    "Not judged:",
    leftOut.map(({ says, why }) => `- ${says} *${why}*`).join("\n"),
  ].join("\n\n");
}

/** The page that lists every rule of every contract. */
export function printRulePage(): string {
  const sections = contractNames.map((name) => withSuite(name, ({ contract, mutants }) => section(contract, mutants)));
  return `${[
    "# The rules",
    "Printed from the code; `npx vitest run properties/house/rule-page -u` prints it anew. A rule is judged when its profile is chosen and the subject can show what it needs to see: the `answers` alone, the `counters` in them, or the `lists` of an observation. `broken by` names the planted faults that `hotmem mutants` hunts.",
    ...sections,
  ].join("\n\n")}\n`;
}
