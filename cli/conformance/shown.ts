import type { Checked } from "../check-json.ts";
import type { Report } from "../report.ts";
import { nextToLearn } from "./next.ts";
import { profileVerdicts } from "./profiles.ts";
import { ruleVerdicts } from "./verdicts.ts";

/**
 * What a campaign showed.
 *
 * @param files where its counterexamples were written, one for each
 * @param again the command line that makes it again
 */
export function shownBy(report: Report, files: readonly (string | null)[], again: string): Checked {
  const verdicts = ruleVerdicts(report);
  return { report, files, again, profiles: profileVerdicts(report, verdicts), verdicts, next: nextToLearn(verdicts) };
}
