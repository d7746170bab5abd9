import type { Checked } from "../check-json.ts";
import { count, plural } from "../text.ts";
import { html, linked, type Markup, nothing } from "./markup.ts";
import type { ProfileVerdict } from "./profiles.ts";
import { gathered, type RuleVerdict } from "./verdicts.ts";

const looks = {
  held: "held",
  "held in part": "held",
  broken: "broken",
  "never hit": "open",
  "not judged": "open",
  "not shown": "open",
} as const;

/** A verdict as a word that is also coloured. */
export const verdictMark = (verdict: RuleVerdict["verdict"] | ProfileVerdict["verdict"]): Markup =>
  html`<span class="${looks[verdict]}">${verdict}</span>`;

/** Contracts and profiles, and what was shown of each. */
export function profileTable(reports: readonly Checked[]): Markup {
  const row = ({ report }: Checked, { profile, verdict, rules, judged, because }: ProfileVerdict): Markup => html`
<tr><th scope="row"><a href="#${report.contract}">${report.contract}</a></th><td>${profile}</td>
<td class="verdict">${verdictMark(verdict)}</td><td class="count">${count(judged)} of ${count(rules)}</td><td>${because.join("; ")}</td></tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Profiles"><table><caption>Profiles of each contract, from the weakest to the strongest</caption>
<thead><tr><th scope="col">Contract</th><th scope="col">Profile</th><th scope="col">Verdict</th><th scope="col" class="count">Rules judged</th><th scope="col">Why</th></tr></thead>
<tbody>${reports.flatMap((one) => one.profiles.map((profile) => row(one, profile)))}
</tbody></table></div>`;
}

/** Every rule of a contract with its count and verdict. */
export function ruleTable({ report, verdicts }: Checked): Markup {
  const rows = report.rules.map((rule, at) => {
    const { verdict, because = "" } = verdicts[at] ?? { verdict: "not judged" as const };
    const why = because === "" ? nothing : html`<br><span class="soft">${because}</span>`;
    return html`
<tr><th scope="row"><code>${rule.id}</code></th><td>${rule.profile}</td><td class="count">${verdict === "not judged" ? "" : count(rule.premises)}</td>
<td class="verdict">${verdictMark(verdict)}</td><td>${rule.says}<br><span class="soft">${rule.source}</span>${why}</td></tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rules"><table><caption>A rule is judged each time its premise holds; one whose premise never held shows nothing</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Profile</th><th scope="col" class="count">Premises</th><th scope="col">Verdict</th><th scope="col">What it says, and where from</th></tr></thead>
<tbody>${rows}
</tbody></table></div>`;
}

/** What was not judged, gathered by reason. */
export function unjudgedList({ verdicts, next }: Checked): Markup {
  const groups = gathered(verdicts, ["not judged", "never hit"]);
  if (groups.length === 0) return html`<p>Every rule was judged.</p>`;
  const items = groups.map(({ because, rules }) => {
    const ids = rules.map((id, at) => html`${at === 0 ? "" : ", "}<code>${id}</code>`);
    return html`
<li>${plural(rules.length, "rule")}: ${because}<br><span class="soft">${ids}</span></li>`;
  });
  const advice =
    next === null
      ? nothing
      : html`<p>To learn next: <strong>${next.learn.join(" and ")}</strong>, for which ${count(next.rules.length)} of these rules wait.</p>`;
  return html`<ul>${items}
</ul>${advice}`;
}

/** Commands that were declined, and commands that were never asked. */
export function declinedTable({ report: { declined, unspoken } }: Checked): Markup {
  const left =
    unspoken.length === 0
      ? nothing
      : html`<p>Never asked, because the subject says that it does not know them: ${unspoken.map((one, at) => html`${at === 0 ? "" : ", "}<code>${one}</code>`)}.</p>`;
  if (declined.length === 0) return html`<p>No command was declined.</p>${left}`;
  const rows = declined.map(({ ask, count: times, reasons }) => {
    const rest = times - reasons.reduce((sum, reason) => sum + reason.count, 0);
    const said = reasons.map(({ why, link, count: n }) => {
      const more = link === undefined ? nothing : html` (${linked(link)})`;
      return html`<li>${count(n)}: ${why}${more}</li>`;
    });
    const others = rest === 0 ? nothing : html`<li>${count(rest)}: other reasons</li>`;
    return html`
<tr><th scope="row"><code>${ask}</code></th><td class="count">${count(times)}</td><td><ul>${said}${others}</ul></td></tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Declined commands"><table><caption>Declining is no breach: nothing happened, and the run went on</caption>
<thead><tr><th scope="col">Command</th><th scope="col" class="count">Times</th><th scope="col">Reasons, in the subject's words</th></tr></thead>
<tbody>${rows}
</tbody></table></div>${left}`;
}
