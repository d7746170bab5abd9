import type { Report, RuleCount } from "../report.ts";
import type { Ingredient } from "./ingredients.ts";
import { missingFor, sayMissing } from "./missing.ts";

/** What a campaign showed of one rule. */
export interface RuleVerdict {
  readonly id: string;
  /**
   * `held`: it had something to say, and was never broken. `broken`: by a counterexample, or by a recorded deviation that
   * was passed over. `never hit`: nothing stood in its way, and yet it had nothing to say. `not judged`: it could not.
   */
  readonly verdict: "held" | "broken" | "never hit" | "not judged";
  /** Why, in words; absent where there is nothing to explain. */
  readonly because?: string;
  /** Sets of commands and features that the subject is without; with any one of them the rule would have something to say. */
  readonly missing?: readonly (readonly Ingredient[])[];
}

/** What a campaign showed of each rule of the contract, in the order of the rules. */
export const ruleVerdicts = (report: Report): readonly RuleVerdict[] =>
  report.rules.map((rule) => ({ id: rule.id, ...verdictOn(report, rule) }));

function verdictOn(report: Report, rule: RuleCount): Omit<RuleVerdict, "id"> {
  if (report.failures.some((failure) => failure.rule === rule.id)) return { verdict: "broken" };
  if (report.deviations.some((one) => one.rule === rule.id && one.count > 0)) {
    return { verdict: "broken", because: "only in ways that are recorded as known deviations" };
  }
  const because = leftOut(report, rule);
  if (because !== null) return { verdict: "not judged", because };
  if (rule.premises > 0) return { verdict: "held" };
  const missing = missingFor(report, rule.id);
  if (missing.length > 0) return { verdict: "not judged", because: sayMissing(report, missing), missing };
  if (!rule.judged) return { verdict: "not judged", because: `needs observe to show ${shown[rule.sees]}` };
  return { verdict: "never hit", because: "nothing it is about happened in this run; more runs or steps may do" };
}

const shown = { answers: "answers", counters: "counters", lists: "free lists, owners and blocks" } as const;

/** Why breaking the rule did not count in this run, or null. */
function leftOut({ profile, profiles, world }: Report, rule: RuleCount): string | null {
  if (rule.inForce) return null;
  if (profiles.indexOf(rule.profile) > profiles.indexOf(profile)) {
    return `belongs to profile ${rule.profile}; this run judged ${profile}`;
  }
  if (rule.scope === "closed" && world === "shared") return "can be judged only where nobody else uses the memory";
  return "left out by --rule";
}

/** Rules that share a reason why they showed nothing. */
export interface Unshown {
  readonly because: string;
  readonly rules: readonly string[];
}

/** Rules with one of these verdicts, gathered by reason; reasons of many rules first. */
export function gathered(
  verdicts: readonly RuleVerdict[],
  among: readonly RuleVerdict["verdict"][],
): readonly Unshown[] {
  const groups = new Map<string, string[]>();
  for (const { id, verdict, because = "" } of verdicts) {
    if (among.includes(verdict)) groups.set(because, [...(groups.get(because) ?? []), id]);
  }
  const all = [...groups].map(([because, rules]) => ({ because, rules }));
  return all.sort((a, b) => b.rules.length - a.rules.length);
}
