import { isUntyped, quoted } from "./outside.ts";
import type { Failure, Report, Told } from "./report.ts";
import { count, hang, plural, wrap } from "./text.ts";

/** Steps numbered from 0, as in verdicts (in a transcript, step 0 is line 2); the last one is marked. */
export function tellSteps(steps: readonly Told[], width: number): string {
  const digits = String(steps.length - 1).length;
  const lines = steps.flatMap(({ ask, answer }, at) => {
    const mark = at === steps.length - 1 ? ">" : " ";
    const number = `${mark} ${String(at).padStart(digits)}  `;
    const gap = " ".repeat(digits + 4);
    return [hang(number, ask, width), hang(`${gap}-> `, answer, width)];
  });
  return lines.join("\n");
}

/** A counterexample as a person reads it: the promise, what happened step by step, and why that breaks the promise. */
export function tellFailure(report: Report, failure: Failure, file: string | null, width: number): string {
  const { from, executions, minimal } = failure.shrunk;
  const unseen =
    failure.repro?.runs === 0
      ? "there was no time to repeat the run"
      : "it did not happen again when the run was repeated";
  const length = failure.reproduced
    ? `shrunk from ${plural(from, "step")} to ${count(failure.story.length)} in ${plural(executions, "execution")}`
    : `${unseen}, so it was not shrunk`;
  const guarantee = minimal ? "no step can go, no argument can be lowered" : "not yet minimal";
  const lines = [
    `VIOLATED  ${failure.rule}`,
    wrap(
      `by ${report.subject} (${report.version}), contract ${report.contract}, profile ${report.profile}`,
      "  ",
      width,
    ),
    wrap(failure.says, "  ", width),
    wrap(`source: ${failure.source}`, "  ", width),
    "",
    tellSteps(failure.story, width),
    "",
    wrap(`because ${failure.because}`, "  ", width),
    wrap(failure.reproduced ? `${length}; ${guarantee}` : length, "  ", width),
    ...sayRepro(failure, width),
  ];
  const by = isUntyped(report.subject, undefined) ? ` --subject ${quoted(report.subject)}` : "";
  if (file !== null) lines.push(`  written to ${file}`, `  again: hotmem replay ${file}${by}`);
  return `${lines.join("\n")}\n`;
}

/** How often a fickle subject did it again. Repeated is what stands in the story, one command at a time. */
function sayRepro({ repro }: Failure, width: number): readonly string[] {
  if (repro === undefined || repro.failures === repro.runs) return [];
  const often = `${repro.failures} of ${plural(repro.runs, "run")}`;
  const why = "chance, time, what an earlier run left behind, or commands of a batch that it declined";
  return [wrap(`fickle: it happened in ${often}, so more than these steps decides: ${why}`, "  ", width)];
}
