import { profilesUpTo } from "../../model/rule.ts";
import type { Report } from "../report.ts";
import { plural } from "../text.ts";
import type { RuleVerdict } from "./verdicts.ts";

/** What a campaign showed of one profile. */
export interface ProfileVerdict {
  readonly profile: string;
  /**
   * `held` when the campaign came to its end and every rule of the profile was judged and held; `held in part` when some of
   * them never had anything to say or could not be judged; `broken` when one was; else `not shown`.
   */
  readonly verdict: "held" | "held in part" | "broken" | "not shown";
  /** Rules of the profile, those of the weaker ones included. */
  readonly rules: number;
  /** Those that were judged: they held or were broken. */
  readonly judged: number;
  /** Why it is not held, or not wholly, a sentence each. */
  readonly because: readonly string[];
}

/** What a campaign showed of each profile of its contract, from the weakest to the strongest, given what it showed of each rule. */
export function profileVerdicts(report: Report, verdicts: readonly RuleVerdict[]): readonly ProfileVerdict[] {
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
  const unknown = whyNotShown(report, profile, own);
  if (unknown.length > 0) return { verdict: "not shown", because: unknown };
  const because = [...counted(own, "never hit"), ...counted(own, "not judged")];
  return { verdict: because.length === 0 ? "held" : "held in part", because };
}

const counted = (own: readonly RuleVerdict[], wanted: RuleVerdict["verdict"]): readonly string[] => {
  const times = own.filter(({ verdict }) => verdict === wanted).length;
  return times === 0 ? [] : [`${plural(times, "rule")} ${wanted}`];
};

function whyNotShown(report: Report, profile: string, own: readonly RuleVerdict[]): readonly string[] {
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
  return why;
}
