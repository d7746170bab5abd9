import type { Checked, CheckJson } from "../check-json.ts";
import { count, plural, seconds } from "../text.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { deviationList, failureList, lostList } from "./page-failures.ts";
import { declinedTable, profileTable, ruleTable, unjudgedList } from "./page-rules.ts";
import { style } from "./style.ts";

const endings = {
  held: html`<span class="held">held</span>`,
  violated: html`<span class="broken">violated</span>`,
  inconclusive: html`<span class="open">inconclusive</span>`,
  interrupted: html`<span class="open">interrupted</span>`,
} as const;

function contractSection(checked: Checked): Markup {
  const { report, again } = checked;
  const { contract, profile, seed, runs, steps, skipped, elapsedMs, ending, world } = report;
  return html`
<section id="${contract}" aria-labelledby="${contract}-title"><h2 id="${contract}-title">Contract ${contract}: ${endings[ending]}</h2>
<dl class="facts"><dt>Judged by</dt><dd>profile ${profile}${world === "shared" ? ", in a world that others share" : ""}</dd>
<dt>Asked</dt><dd>${plural(steps, "command")} in ${plural(runs, "run")}, ${seconds(elapsedMs)}; ${count(skipped)} more did not apply</dd>
<dt>Seed</dt><dd>${String(seed)}</dd><dt>Again</dt><dd><code>${again}</code></dd></dl>
<h3>Counterexamples</h3>${failureList(checked)}${deviationList(checked)}${lostList(checked)}
<h3>Not judged</h3>${unjudgedList(checked)}
<h3>Declined</h3>${declinedTable(checked)}
<h3>Rules</h3>${ruleTable(checked)}
</section>`;
}

/** Who was tested; the subject's own name where it has one. */
const versionsOf = ({ reports }: CheckJson): string =>
  [...new Set(reports.map(({ report }) => report.version))].join(", ") || "unknown";

const geometryFacts = ({ geometry: { name, base } }: CheckJson): Markup =>
  html`${name}: pageblocks of 2^${base.pageblockOrder} frames, orders up to ${base.maxOrder}, memory blocks of ${count(base.blockFrames)} frames, ${count(base.bootFrames)} boot frames, ${plural(base.partitions, "partition")} of ${plural(base.partitionBlocks, "block")}, ${plural(base.cpus, "processor")}; runs draw shapes near it`;

/** The results as one page that needs nothing else: no script, no file, no network. Whatever the subject said is text in it. */
export function pageOf(checked: CheckJson): string {
  const { hotmem, finished, subject, corpus, reports, notBegun, exit } = checked;
  const version = versionsOf(checked);
  const missing = notBegun.length === 0 ? nothing : html`<p class="open">Not begun: ${notBegun.join(", ")}.</p>`;
  const replayed =
    corpus === null
      ? nothing
      : html`<dt>Transcripts</dt><dd>${count(corpus.transcripts)} that come with hotmem were replayed; ${count(corpus.unexpected.length)} did something else than expected</dd>`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Conformance of ${version}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header><h1>Conformance of ${version}</h1>
<dl class="facts"><dt>Subject</dt><dd><code>${subject}</code></dd><dt>Version</dt><dd>${version}</dd>
<dt>Checked by</dt><dd>hotmem ${hotmem}</dd><dt>Finished</dt><dd><time datetime="${finished}">${finished}</time></dd>
<dt>Geometry</dt><dd>${geometryFacts(checked)}</dd>${replayed}<dt>Exit code</dt><dd>${String(exit)}</dd></dl></header>
<main id="results"><h2>Profiles</h2>
${profileTable(reports)}${missing}
<p class="soft">A profile is held when each of its rules was judged and none was broken, and held in part when some were never hit or could not be judged: they are listed below with what it would take.</p>${reports.map(contractSection)}
</main>
</body>
</html>
`.markup;
}
