import type { Checked } from "./check-json.ts";
import { sayReasons } from "./conformance/missing.ts";
import type { ProfileVerdict } from "./conformance/profiles.ts";
import { gathered } from "./conformance/verdicts.ts";
import { onOneLine } from "./printable.ts";
import { count, hang, plural, wrap } from "./text.ts";

/** Characters of what a subject says that still tell what it means. */
const ENOUGH = 160;
const short = (said: string): string => (said.length <= ENOUGH ? said : `${said.slice(0, ENOUGH)}…`);

/** Commands that were declined for the same reasons stand together. */
function tellDeclined({ report }: Checked): string {
  const groups = new Map<string, string[]>();
  for (const one of report.declined) {
    const reasons = short(onOneLine(sayReasons(one)));
    groups.set(reasons, [...(groups.get(reasons) ?? []), `${one.ask} ${count(one.count)}`]);
  }
  return [...groups].map(([reasons, asks]) => `${asks.join(", ")} (${reasons})`).join("; ");
}

const tellProfile = ({ profile, verdict, rules, judged, because }: ProfileVerdict): string =>
  verdict === "held" || verdict === "held in part"
    ? `${profile} ${verdict} (${count(judged)} of ${plural(rules, "rule")} judged)`
    : `${profile} ${verdict}${because.length === 0 ? "" : ` (${because.join("; ")})`}`;

/** Reasons that are told before a report gets too long for a screen; where it is to be short, and else. */
const MOST_REASONS = { short: 3, long: 12 } as const;

/** Rules that were not judged, gathered by reason: how many, and which unless the report is to be short. */
function tellUnjudged({ verdicts }: Checked, isShort: boolean, width: number): readonly string[] {
  const all = gathered(verdicts, ["not judged"]);
  const told = all.slice(0, isShort ? MOST_REASONS.short : MOST_REASONS.long);
  const lines = told.map(({ because, rules }) =>
    wrap(`${because}: ${isShort ? plural(rules.length, "rule") : rules.join(", ")}`, "    ", width),
  );
  const rest = all.length - told.length;
  return rest === 0 ? lines : [...lines, `    and ${plural(rest, "other reason")}, which --report lists`];
}

/** What a campaign showed beyond its counts: profiles, what could not be judged and why, and what would change that. */
export function tellShown(checked: Checked, isShort: boolean, width: number): readonly string[] {
  const { report, profiles, next, verdicts } = checked;
  const lines = [hang("  profiles   ", profiles.map(tellProfile).join(", "), width)];
  if (report.declined.length > 0) lines.push(hang("  declined   ", tellDeclined(checked), width));
  if (report.unspoken.length > 0) lines.push(hang("  not asked  ", report.unspoken.join(", "), width));
  const unjudged = tellUnjudged(checked, isShort, width);
  if (unjudged.length > 0) {
    const open = verdicts.filter(({ verdict }) => verdict === "not judged").length;
    lines.push(`  not judged ${plural(open, "rule")}:`, ...unjudged);
  }
  if (next !== null) {
    const wait = `${plural(next.rules.length, "more rule")} would be judged with it`;
    lines.push(hang("  next       ", `${next.learn.join(" and ")}: ${wait}`, width));
  }
  return lines;
}
