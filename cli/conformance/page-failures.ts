import type { Checked } from "../check-json.ts";
import { isUntyped, quoted } from "../outside.ts";
import type { Failure, Report } from "../report.ts";
import { count, plural } from "../text.ts";
import { html, type Markup, nothing } from "./markup.ts";

const howShrunk = ({ reproduced, shrunk: { from, executions, minimal }, story }: Failure): string => {
  if (!reproduced) return "it did not happen again when the run was repeated, so it was not shrunk";
  const guarantee = minimal ? "no step can go, no argument can be lowered" : "not yet minimal";
  return `shrunk from ${plural(from, "step")} to ${count(story.length)} in ${plural(executions, "execution")}; ${guarantee}`;
};

const howOften = ({ repro }: Failure): Markup =>
  repro === undefined
    ? nothing
    : html`<dt>Reproduced</dt><dd>in ${repro.failures} of ${plural(repro.runs, "run")}</dd>`;

const recorded = (report: Report, file: string | null): Markup => {
  if (file === null) return html`<dt>Transcript</dt><dd>could not be written; it is in report.json</dd>`;
  const by = isUntyped(report.subject, undefined) ? ` --subject ${quoted(report.subject)}` : "";
  return html`<dt>Transcript</dt><dd><code>${file}</code></dd><dt>Again</dt><dd><code>hotmem replay ${quoted(file)}${by}</code></dd>`;
};

function failureOf(report: Report, failure: Failure, file: string | null): Markup {
  const steps = failure.story.map(
    ({ ask, answer }) => html`
<li>${ask}<span class="answer">${answer}</span></li>`,
  );
  return html`<h4><code>${failure.rule}</code></h4>
<p>${failure.says} <span class="soft">${failure.source}</span></p>
<p><strong>Broken because ${failure.because}</strong>, at the last of these steps:</p>
<ol class="story" start="0">${steps}
</ol>
<dl class="facts"><dt>Length</dt><dd>${howShrunk(failure)}</dd>${howOften(failure)}<dt>Found in run</dt><dd>${count(failure.run)}</dd>${recorded(report, file)}</dl>`;
}

/** Every counterexample with its whole story. */
export const failureList = ({ report, files }: Checked): Markup =>
  report.failures.length === 0
    ? html`<p>No rule was broken.</p>`
    : html`${report.failures.map((failure, at) => failureOf(report, failure, files[at] ?? null))}`;

/** Deviations that are on record, and how often they occurred. */
export const deviationList = ({ report: { deviations } }: Checked): Markup =>
  deviations.length === 0
    ? nothing
    : html`<h3>Recorded deviations</h3><ul>${deviations.map(
        ({ rule, ask, says, count: times, today, finding }) => html`
<li><code>${rule}</code> at <code>${ask}</code>, ${plural(times, "time")}: ${says} <span class="soft">Asked again: ${today === "occurs" ? "it occurs" : `${today} (${finding})`}.</span></li>`,
      )}
</ul>`;

/** Subjects that crashed, hung or ended, with what they left behind. */
export const lostList = ({ report: { lost } }: Checked): Markup =>
  lost.length === 0
    ? nothing
    : html`<h3>Lost subjects</h3><p>What happened is unknown, so nothing is held against the rules.</p>${lost.map(
        ({
          why,
          step,
          broke,
        }) => html`<h4>At step ${count(step)}${broke === undefined ? "" : ": it broke the protocol"}</h4>
<pre>${why}</pre>`,
      )}`;
