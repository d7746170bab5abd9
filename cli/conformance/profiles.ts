import { profilesUpTo } from "../../model/rule.ts";
import type { Report } from "../report.ts";
import { plural } from "../text.ts";
import { type RuleVerdict, ruleVerdicts } from "./verdicts.ts";

/** What a campaign showed of one profile. */
export interface ProfileVerdict {
  readonly profile: string;
  /**
   * `held` when the campaign came to its end, none of the profile's rules was broken, and every one that could be judged was
   * hit; `broken` when one was; else `not shown`.
   */
  readonly verdict: "held" | "broken" | "not shown";
  /** Rules of the profile, those of the weaker ones included. */
  readonly rules: number;
  /** Those that were judged: they held or were broken. */
  readonly judged: number;
  /** Why it is not held, a sentence each. */
  readonly because: readonly string[];
}

/** What a campaign showed of each profile of its contract, from the weakest to the strongest. */
export function profileVerdicts(report: Report): readonly ProfileVerdict[] {
  const verdicts = ruleVerdicts(report);
  return report.profiles.map((profile) => {
    const up = profilesUpTo(report.profiles, profile);
    const own = verdicts.filter((_, at) => up.includes(report.rules[at]?.profile ?? ""));
    const judged = own.filter(({ verdict }) => verdict === "held" || verdict === "broken").length;
    return { profile, ...verdictOn(report, profile, own), rules: own.length, judged };
  });
}

const idsOf = (verdicts: readonly RuleVerdict[]): string => verdicts.map(({ id }) => id).join(", ");

function verdictOn(
  report: Report,
  profile: string,
  own: readonly RuleVerdict[],
): Pick<ProfileVerdict, "verdict" | "because"> {
  const broken = own.filter(({ verdict }) => verdict === "broken");
  if (broken.length > 0) return { verdict: "broken", because: [`broken: ${idsOf(broken)}`] };
  const because = whyNotHeld(report, profile, own);
  return { verdict: because.length === 0 ? "held" : "not shown", because };
}

function whyNotHeld(report: Report, profile: string, own: readonly RuleVerdict[]): readonly string[] {
  const { profiles, ending, lost } = report;
  if (profiles.indexOf(profile) > profiles.indexOf(report.profile)) {
    return [`this run judged ${report.profile}; --profile ${profile} judges it`];
  }
  const why: string[] = [];
  if (ending === "interrupted") why.push("the run was interrupted");
  if (lost.length > 0) why.push(`the subject was lost ${plural(lost.length, "time")}`);
  if (!own.some(({ verdict }) => verdict === "held")) why.push("none of its rules was judged");
  const unasked = own.filter(({ because }) => because === "left out by --rule").length;
  if (unasked > 0) why.push(`--rule left out ${plural(unasked, "rule")}`);
  const never = own.filter(({ verdict }) => verdict === "never hit");
  if (never.length > 0) why.push(`${plural(never.length, "rule")} never hit`);
  return why;
}
