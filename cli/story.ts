import type { Failure, Report, Told } from "./report.ts";
import { count, plural, wrap } from "./text.ts";

const width = 100;

/** Steps numbered from 0, as in verdicts (in a transcript, step 0 is line 2); the last one is marked. */
export function tellSteps(steps: readonly Told[]): string {
  const digits = String(steps.length - 1).length;
  const lines = steps.flatMap(({ ask, answer }, at) => {
    const mark = at === steps.length - 1 ? ">" : " ";
    return [`${mark} ${String(at).padStart(digits)}  ${ask}`, `${" ".repeat(digits + 4)}-> ${answer}`];
  });
  return lines.join("\n");
}

/** A counterexample as a person reads it: the promise, what happened step by step, and why that breaks the promise. */
export function tellFailure(report: Report, failure: Failure, file: string | null): string {
  const { from, executions, minimal } = failure.shrunk;
  const length = failure.reproduced
    ? `shrunk from ${plural(from, "step")} to ${count(failure.story.length)} in ${plural(executions, "execution")}`
    : "it did not happen again when the run was repeated, so it was not shrunk";
  const guarantee = minimal ? "no step can go, no argument can be lowered" : "not yet minimal";
  const lines = [
    `VIOLATED  ${failure.rule}`,
    `  by ${report.subject} (${report.version}), contract ${report.contract}, profile ${report.profile}`,
    wrap(failure.says, "  ", width),
    wrap(`source: ${failure.source}`, "  ", width),
    "",
    tellSteps(failure.story),
    "",
    wrap(`because ${failure.because}`, "  ", width),
    failure.reproduced ? `  ${length}; ${guarantee}` : `  ${length}`,
  ];
  if (file !== null) lines.push(`  written to ${file}`, `  again: hotmem replay ${file}`);
  return `${lines.join("\n")}\n`;
}
